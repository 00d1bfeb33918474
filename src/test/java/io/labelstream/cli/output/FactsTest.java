package io.labelstream.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FactsTest {
  @Test
  void shouldAlignValuesAndShowNothingThatActsOnATerminal() {
    // When
    final Facts facts = new Facts("  ", 8).add("model", "a\033[31m\nb").format("share", "%.1f %% of %,d", 12.34, 5_000);

    // Then
    assertThat(facts).hasToString("  model   a␛[31m␊b\n  share   12.3 % of 5,000\n");
  }
}
