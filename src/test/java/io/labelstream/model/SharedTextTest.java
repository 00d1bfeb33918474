package io.labelstream.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class SharedTextTest {
  private final SharedText text = new SharedText();
  private final Lengths lengths = new Lengths();

  /** Finds how long a text is, and counts how often it was asked. */
  private static final class Lengths implements FeatureExtractor<int[]> {
    private int extracted;

    @Override
    public int[] newFeatures() {
      return new int[1];
    }

    @Override
    public void extract(final SharedText text, final int[] features) {
      extracted++;
      features[0] = text.length();
    }
  }

  @Test
  void shouldFindFeaturesOncePerText() {
    // Given
    text.set("one");
    // When
    final int first = text.features(lengths)[0];
    final int again = text.features(lengths)[0];
    text.set("other");
    final int next = text.features(lengths)[0];
    // Then
    assertThat(first).isEqualTo(3);
    assertThat(again).isEqualTo(3);
    assertThat(next).isEqualTo(5);
    assertThat(lengths.extracted).isEqualTo(2);
  }

  @Test
  void shouldKeepTheFeaturesOfEachExtractorApart() {
    // Given
    text.set("one");
    // When
    final int[] features = text.features(lengths);
    final int[] others = text.features(new Lengths());
    // Then
    assertThat(features).isNotSameAs(others).isEqualTo(others).isSameAs(text.features(lengths));
  }

  @Test
  void shouldFindFeaturesByTheExtractorThatAsksNotByAnEqualOneOfAModelThatMayBeClosed() {
    // Given
    final EqualLengths first = new EqualLengths();
    final EqualLengths second = new EqualLengths();
    text.set("one");
    text.features(first);
    text.set("other");
    // When
    text.features(second);
    // Then
    assertThat(first.texts).isEqualTo(1);
    assertThat(second.texts).isEqualTo(1);
  }

  /** Equal to all of its kind. */
  private static final class EqualLengths implements FeatureExtractor<int[]> {
    private int texts;

    @Override
    public int[] newFeatures() {
      return new int[1];
    }

    @Override
    public void extract(final SharedText text, final int[] features) {
      texts++;
    }

    @Override
    public boolean equals(final Object other) {
      return other instanceof EqualLengths;
    }

    @Override
    public int hashCode() {
      return 1;
    }
  }

  @Test
  void shouldRefuseRangesThatAreNotWithinTheBytes() {
    final byte[] bytes = new byte[3];
    assertThatThrownBy(() -> text.set(bytes, 1, Integer.MAX_VALUE)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> text.set(bytes, 2, -1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> text.set(MemorySegment.ofArray(bytes), 2, 2)).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
