package io.labelstream.train;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.assertj.core.data.Offset;

class GoldenSectionPropertyTest {
  private static final double PRECISION = 1e-4;

  @Property
  void shouldFindTheLeastValueOfAParabola(
      @ForAll @DoubleRange(min = -5, max = 5) final double least,
      @ForAll @DoubleRange(min = 0.01, max = 100) final double width) {
    // When
    final double found = GoldenSection.minimum(at -> width * (at - least) * (at - least), -6, 7, PRECISION);
    // Then
    assertThat(found).isCloseTo(least, Offset.offset(2 * PRECISION));
  }

  @Property
  void shouldEndAtTheEdgeOfAFunctionThatOnlyFalls(@ForAll @DoubleRange(min = 0.01, max = 100) final double slope) {
    // When
    final double found = GoldenSection.minimum(at -> -slope * at, 0, 1, PRECISION);
    // Then
    assertThat(found).isCloseTo(1, Offset.offset(2 * PRECISION));
  }
}
