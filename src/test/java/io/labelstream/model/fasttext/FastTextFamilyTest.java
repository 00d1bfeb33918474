package io.labelstream.model.fasttext;

import io.labelstream.fixture.CompactModels;
import io.labelstream.fixture.FastTextModelFile;
import io.labelstream.model.Metadata;
import io.labelstream.model.ModelFamily;
import io.labelstream.model.ModelFamilyContract;
import io.labelstream.model.ModelRefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

class FastTextFamilyTest extends ModelFamilyContract {
  private static final List<String> TEXTS =
      List.of("alpha beta", "alpha beta gamma delta", "__label__a alpha </s> beta", "unknown words only", "é日\uD83D\uDE00 alpha");

  @Override
  protected ModelFamily family() {
    return new FastTextFamily();
  }

  @Override
  protected Stream<Model> models() {
    final List<FastTextModelFile> shapes =
        List.of(
            new FastTextModelFile(1).dimensions(3).wordNgrams(2).buckets(7).subwords(2, 3),
            new FastTextModelFile(2).dimensions(2).loss(FastTextModelFile.HIERARCHICAL_SOFTMAX).version(11).wordNgrams(3).buckets(5),
            new FastTextModelFile(3).dimensions(3).wordNgrams(2).buckets(40).subwords(1, 2).quantised(2, true).quantisedOutput().keeping(3, 39, 7)
                .loss(FastTextModelFile.HIERARCHICAL_SOFTMAX),
            new FastTextModelFile(4).dimensions(3).buckets(9).wordNgrams(2).quantised(2, false).loss(FastTextModelFile.ONE_VERSUS_ALL),
            new FastTextModelFile(5).dimensions(2).quantised(1, true).quantisedOutput().keeping().loss(FastTextModelFile.NEGATIVE_SAMPLING));
    final List<byte[]> files = shapes.stream().map(FastTextModelFile::bytes).toList();
    return IntStream.range(0, files.size()).boxed().flatMap(shape ->
        Stream.of(
            new Model("shape " + shape + (shape < 2 ? ", .bin" : ", .ftz"), files.get(shape), TEXTS),
            new Model("shape " + shape + ", .safetensors", compact(files.get(shape)), TEXTS)));
  }

  private static byte[] compact(final byte[] file) {
    try {
      return CompactModels.of(file, Metadata.none().with(Metadata.LICENCE, "CC0-1.0"));
    } catch (final IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (final ModelRefusedException refused) {
      throw new AssertionError(refused);
    }
  }
}
