package io.labelstream.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {
  @Test
  void shouldTakeTheMiddleOfAnOddNumber() {
    assertThat(Spread.of(List.of(9, 1, 4), Integer::doubleValue)).isEqualTo(new Spread(1, 4, 9));
  }

  @Test
  void shouldTakeTheMeanOfTheTwoInTheMiddleOfAnEvenNumber() {
    assertThat(Spread.of(List.of(9, 1, 4, 5), Integer::doubleValue).median()).isEqualTo(4.5);
  }

  @Test
  void shouldTellTheDistanceOfTheExtremesAsAPartOfTheMedian() {
    assertThat(new Spread(90, 100, 130).width()).isEqualTo(0.4);
  }

  @Test
  void shouldRefuseNoRepetition() {
    assertThatThrownBy(() -> Spread.of(List.<Integer>of(), Integer::doubleValue)).isInstanceOf(IllegalArgumentException.class);
  }
}
