package io.labelstream.model.inception;

/**
 * The sizes of a network. InceptionXML, section 3: words take {@value #SLOTS} slots, a projection mixes the slots, and convolutions run along the dimensions of the
 * embeddings, so that the channels are mixtures of slots.
 *
 * <pre>
 *                    for a width of 300
 *  embeddings        32 slots × 300
 *  projection        32 channels × 300
 *  first             3 × 32 channels × 75     kernels of 4, 8 and 16, circular padding
 *  second            32 channels × 15         kernel of 16, no padding
 *  features          480                      channel by channel
 * </pre>
 *
 * @param width the dimensions of an embedding, a multiple of {@value #STRIDE} from {@value #LEAST_WIDTH} to {@value #MOST_WIDTH}
 */
public record InceptionShape(int width) {
  /** The most words of a text. */
  public static final int SLOTS = 32;
  /** The channels of each convolution. */
  public static final int CHANNELS = 32;
  /** The step of each convolution. */
  public static final int STRIDE = 4;
  /** The kernel of the second convolution, and the longest of the first ones. */
  public static final int LONGEST_KERNEL = 16;
  /** The least width, for which a channel has one feature. */
  public static final int LEAST_WIDTH = STRIDE * LONGEST_KERNEL;

  public static final int MOST_WIDTH = 1024;

  private static final int[] KERNELS = {4, 8, LONGEST_KERNEL};

  /** @throws IllegalArgumentException if the width is out of range or no multiple of {@value #STRIDE} */
  public InceptionShape {
    if (width < LEAST_WIDTH || width > MOST_WIDTH || width % STRIDE != 0) {
      throw new IllegalArgumentException("the width is " + width + ", expected a multiple of " + STRIDE + " from " + LEAST_WIDTH + " to " + MOST_WIDTH);
    }
  }

  /** The number of first convolutions. */
  public static int kernels() {
    return KERNELS.length;
  }

  /** The kernel of a first convolution. */
  public static int kernel(final int convolution) {
    return KERNELS[convolution];
  }

  /** The dimensions that a first convolution sees before the first one and after the last one: these are the last and the first ones. */
  public static int padding(final int convolution) {
    return 2 * (KERNELS[convolution] / STRIDE - 1);
  }

  /** The positions of a first convolution. */
  public int firstLength() {
    return width / STRIDE;
  }

  /** The positions of the second convolution. */
  public int secondLength() {
    return (firstLength() - LONGEST_KERNEL) / STRIDE + 1;
  }

  /** The features of a text. */
  public int features() {
    return CHANNELS * secondLength();
  }

  /**
   * The multiply-adds from the embeddings of a text to its features, without an enhancement.
   *
   * @param words the words that have a slot: the other slots cost nothing
   */
  public long encoderMultiplyAdds(final int words) {
    long inputs = 0;
    for (final int kernel : KERNELS) {
      inputs += (long) CHANNELS * kernel;
    }
    return CHANNELS * ((long) width * words + firstLength() * inputs + (long) secondLength() * kernels() * CHANNELS * LONGEST_KERNEL);
  }

  /** The multiply-adds of an enhancement of so many words. */
  public long enhancementMultiplyAdds(final int words) {
    return (long) words * width * width + 5L * words * words * width;
  }

  /** The multiply-adds from the features of a text to so many outputs of a head. */
  public long headMultiplyAdds(final int outputs) {
    return (long) features() * (features() + outputs);
  }
}
