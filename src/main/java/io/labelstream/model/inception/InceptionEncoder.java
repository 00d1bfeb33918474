package io.labelstream.model.inception;

import java.util.List;
import java.util.Optional;

/**
 * The weights that turn the embeddings of a text into its features, as the file has them: what normalises batches during training is folded into the maps that follow it,
 * since no convolution sees padding of zeros.
 *
 * <pre>
 *  x = enhancement(embeddings)
 *  x = gelu(projection(x))                       at each dimension
 *  x = gelu(first(x))                            at each position, the convolutions one after the other
 *  f = scale × gelu(second(x)) + shift           scale and shift of each channel
 * </pre>
 *
 * @param projection {@code channels × slots}
 * @param first a map of {@code channels} outputs for each kernel; an input is {@code channel × kernel + place}
 * @param second {@code channels} outputs; an input is {@code channel × kernel + place}
 * @param scale one number a channel
 * @param shift one number a channel
 */
public record InceptionEncoder(
    InceptionShape shape, Optional<Enhancement> enhancement, Affine projection, List<Affine> first, Affine second, float[] scale, float[] shift) {
  public InceptionEncoder {
    first = List.copyOf(first);
  }
}
