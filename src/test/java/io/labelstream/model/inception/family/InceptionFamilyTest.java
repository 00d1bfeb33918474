package io.labelstream.model.inception.family;

import io.labelstream.model.Metadata;
import io.labelstream.model.ModelFamily;
import io.labelstream.model.ModelFamilyContract;
import io.labelstream.model.inception.RandomInceptions;
import io.labelstream.model.inception.Shortlist.Ranking;
import io.labelstream.model.inception.file.InceptionFile;
import io.labelstream.model.matrix.ProductRows;
import io.labelstream.model.matrix.file.Precision;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

class InceptionFamilyTest extends ModelFamilyContract {
  private static final List<String> TEXTS = List.of("wa wb wc", "WD, we2 other; wf-wa", "wt");

  @Override
  protected ModelFamily family() {
    return new InceptionFamily();
  }

  @Override
  protected Stream<Model> models() {
    return Stream.of(
        model("all labels", new RandomInceptions(1), Optional.empty(), Precision.INT8),
        model("enhanced, a shortlist", new RandomInceptions(2).width(68).enhanced().shortlist(3, 2, Ranking.LABEL_AND_CLUSTER), Optional.empty(), Precision.INT8),
        model("product-quantised", new RandomInceptions(4).labels(40), Optional.of(new RandomInceptions(4).labels(40).codedLabels(4)), Precision.INT8),
        model("product-quantised, a shortlist",
            new RandomInceptions(5).labels(40).shortlist(6, 2, Ranking.LABEL), Optional.of(new RandomInceptions(5).labels(40).codedLabels(2)), Precision.INT8),
        model("a shortlist, float32", new RandomInceptions(3).shortlist(2, 1, Ranking.LABEL), Optional.empty(), Precision.FLOAT32));
  }

  private static Model model(final String name, final RandomInceptions random, final Optional<ProductRows> labelRows, final Precision precision) {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      InceptionFile.write(random.model(), labelRows, Metadata.none(), precision, Channels.newChannel(out));
    } catch (final IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return new Model(name, out.toByteArray(), TEXTS);
  }
}
