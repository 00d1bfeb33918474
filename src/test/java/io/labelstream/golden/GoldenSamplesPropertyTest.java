package io.labelstream.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.golden.GoldenSamples.Label;
import io.labelstream.golden.GoldenSamples.Sample;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class GoldenSamplesPropertyTest {

  @Property(tries = 300)
  void shouldReadWhatItHasWritten(@ForAll("samples") final List<Sample> samples) throws Exception {
    final byte[] file = GoldenSamples.of(samples).write();

    assertThat(GoldenSamples.read(file).samples()).isEqualTo(samples);
  }

  @Property(tries = 300)
  void shouldReadOrRefuseWhateverIsThere(@ForAll("samples") final List<Sample> samples, @ForAll final int place, @ForAll final byte value) {
    final byte[] file = GoldenSamples.of(samples).write();
    file[Math.floorMod(place, file.length)] = value;

    try {
      assertThat(GoldenSamples.read(file).samples()).isNotEmpty();
    } catch (final GoldenSamples.UnreadableException refused) {
      assertThat(refused.getMessage()).startsWith("line ");
    }
  }

  @Provide
  Arbitrary<List<Sample>> samples() {
    final Arbitrary<String> texts = Arbitraries.strings().all().map(GoldenSamplesPropertyTest::wellFormed);
    final Arbitrary<Label> labels =
        Combinators.combine(texts.map(text -> text.isEmpty() ? "empty" : text), Arbitraries.floats().between(0f, 1f)).as(Label::new);
    return Combinators.combine(texts, labels.list().uniqueElements(Label::name).ofMinSize(1).ofMaxSize(10))
        .as((text, all) -> new Sample(text, all, List.of())).list().ofMinSize(1).ofMaxSize(20);
  }

  private static String wellFormed(final String text) {
    final List<Integer> points = new ArrayList<>(text.codePoints().filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE).boxed().toList());
    return points.stream().collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
  }
}
