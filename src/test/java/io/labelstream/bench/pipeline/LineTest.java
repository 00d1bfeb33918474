package io.labelstream.bench.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.labelstream.bench.pipeline.Line.Point;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineTest {
  @Test
  void shouldFindTheLineThatPointsLieOn() {
    // When
    final Line line = Line.through(List.of(new Point(30, 3.06), new Point(238, 3.476), new Point(10_000, 23), new Point(1_000_000, 2003)));

    // Then
    assertThat(line.start()).isEqualTo(3, within(1e-9));
    assertThat(line.slope()).isEqualTo(0.002, within(1e-12));
    assertThat(line.error()).isEqualTo(0, within(1e-9));
  }

  @Test
  void shouldNotLetTheLargestPointDecideAlone() {
    // When
    final Line line = Line.through(List.of(new Point(30, 3.06), new Point(238, 3.476), new Point(10_000, 23), new Point(1_000_000, 2203)));

    // Then
    assertThat(line.start()).isEqualTo(3, within(0.1));
    assertThat(line.error()).isLessThan(0.1);
  }

  @Test
  void shouldTellTheLargestRelativeDistance() {
    assertThat(Line.through(List.of(new Point(1, 10), new Point(1, 10), new Point(2, 10), new Point(2, 12))).error()).isEqualTo(1 / 12.2 * 1.1, within(0.03));
  }

  @Test
  void shouldRefusePointsOfOnePlace() {
    assertThatThrownBy(() -> Line.through(List.of(new Point(2, 1), new Point(2, 3)))).isInstanceOf(IllegalArgumentException.class);
  }
}
