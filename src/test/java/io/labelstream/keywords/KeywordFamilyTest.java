package io.labelstream.keywords;

import io.labelstream.model.Metadata;
import io.labelstream.model.ModelFamily;
import io.labelstream.model.ModelFamilyContract;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.util.List;
import java.util.stream.Stream;

/** One package and one line in a service file are all that a family needs to be read. */
class KeywordFamilyTest extends ModelFamilyContract {

  @Override
  protected ModelFamily family() {
    return new KeywordFamily();
  }

  @Override
  protected Stream<Model> models() {
    final KeywordModel model =
        new KeywordModel(List.of("goal", "match", "bank", "日本"), List.of("sport", "money"), new float[] {3, 0, 2, 1, 0, 4, 0.5f, 0.5f});
    return Stream.of(new Model("keywords", file(model), List.of("a goal in the match", "the bank", "日本 bank goal", "nothing known")));
  }

  private static byte[] file(final KeywordModel model) {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      model.write(Metadata.none().with(Metadata.LICENCE, "CC0-1.0"), Channels.newChannel(out));
    } catch (final IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return out.toByteArray();
  }
}
