package io.labelstream.model.labeltree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.labelstream.fixture.CountingArena;
import io.labelstream.model.SharedText;
import java.lang.foreign.Arena;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The features of random texts in random spaces against a map. */
class FeatureTablePropertyTest {
  private final SharedText text = new SharedText();
  private final FeatureVector vector = new FeatureVector();

  @Property(tries = 500)
  void shouldFindTheFeaturesOfAnyText(
      @ForAll final Weighting weighting, @ForAll @IntRange(max = 400) final int words, @ForAll @IntRange(max = 3) final int kind, @ForAll final long seed) {
    // Given
    final Random random = new Random(seed);
    final TextTerms terms = new TextTerms(1 + random.nextInt(2), 0, 0, kind == 0 ? 50 : 0);
    final FeatureSpace space = space(random, new FeatureSettings(terms, weighting));
    final byte[] bytes = words(random, words);
    try (CountingArena arena = new CountingArena()) {
      final FeatureTable table = FeatureTable.of(space, arena);
      // When
      fill(table, bytes);
      // Then
      final Map<Integer, Double> expected = expected(space, NaiveTerms.terms(terms, bytes));
      assertThat(Arrays.copyOf(vector.features(), vector.count())).containsExactly(expected.keySet().stream().mapToInt(Integer::intValue).toArray());
      int index = 0;
      for (final double value : expected.values()) {
        assertThat((double) vector.values()[index++]).isCloseTo(value, offset(1e-5 * value));
      }
      assertThat(arena.bytes()).isEqualTo(FeatureTable.bytesFor(space.size()));
    }
  }

  /** Some of the words that texts are made of, and of their n-grams. */
  private static FeatureSpace space(final Random random, final FeatureSettings settings) {
    final byte[] some = words(random, random.nextInt(300));
    final long[] keys = NaiveTerms.keys((TextTerms) settings.terms(), some).stream().mapToLong(Long::longValue).distinct().sorted().toArray();
    final float[] factors = new float[keys.length];
    for (int feature = 0; feature < keys.length; feature++) {
      factors[feature] = settings.weighting() == Weighting.TF_IDF ? 1 + 10 * random.nextFloat() : 1f;
    }
    return FeatureSpace.of(settings, keys, factors);
  }

  private static byte[] words(final Random random, final int count) {
    final StringBuilder words = new StringBuilder();
    for (int word = 0; word < count; word++) {
      words.append("word").append(random.nextInt(1 + random.nextInt(300))).append(' ');
    }
    return words.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static Map<Integer, Double> expected(final FeatureSpace space, final List<NaiveTerms.Term> terms) {
    final Map<Integer, Double> values = new TreeMap<>();
    for (final NaiveTerms.Term term : terms) {
      final int feature = Arrays.binarySearch(space.keys(), term.key());
      if (feature >= 0) {
        values.merge(feature, term.value() * space.factors()[feature], Double::sum);
      }
    }
    final Weighting weighting = space.settings().weighting();
    if (weighting == Weighting.BINARY) {
      values.replaceAll((feature, value) -> 1.0);
    }
    final double length = weighting == Weighting.GIVEN ? 1 : Math.sqrt(values.values().stream().mapToDouble(value -> value * value).sum());
    values.replaceAll((feature, value) -> value / length);
    return values;
  }

  @Property(tries = 200)
  void shouldGiveTheSameBitsInAnyOrder(@ForAll @IntRange(min = 1, max = 100) final int tokens, @ForAll final long seed) {
    // Given
    final Random random = new Random(seed);
    final FeatureSpace space = given(IntStream.range(0, 20).mapToLong(index -> 3L * index).toArray(), Weighting.UNIT);
    final List<String> features = IntStream.range(0, tokens).mapToObj(token -> random.nextInt(60) + ":" + random.nextGaussian()).collect(
        Collectors.toList());
    final FeatureVector shuffled = new FeatureVector();
    final FeatureTable table = FeatureTable.of(space, Arena.ofAuto());
    // When
    fill(table, String.join(" ", features).getBytes(StandardCharsets.UTF_8));
    Collections.shuffle(features, random);
    text.set(String.join(" ", features));
    table.fill(text, shuffled);
    // Then
    assertThat(bits(shuffled)).isEqualTo(bits(vector));
    assertThat(Arrays.copyOf(shuffled.features(), shuffled.count())).isEqualTo(Arrays.copyOf(vector.features(), vector.count()));
  }

  private static int[] bits(final FeatureVector vector) {
    return IntStream.range(0, vector.count()).map(index -> Float.floatToRawIntBits(vector.values()[index])).toArray();
  }

  @Example
  void shouldLeaveOutFeaturesOfNoOrInfiniteValue() {
    // Given
    final FeatureTable table = FeatureTable.of(given(new long[] {0, 1, 2, 3, 4, Integer.MAX_VALUE}, Weighting.GIVEN), Arena.ofAuto());
    // When
    fill(table, "0:0 1:5 1:-5 2:3e38 2:3e38 3:-1e-3 99:1 2147483647:2".getBytes(StandardCharsets.UTF_8));
    // Then
    assertThat(Arrays.copyOf(vector.features(), vector.count())).containsExactly(3, 5);
    assertThat(Arrays.copyOf(vector.values(), vector.count())).containsExactly(-1e-3f, 2f);
  }

  @Example
  void shouldLeaveOutFeaturesThatBecomeNothingInUnitLength() {
    // Given
    final FeatureTable table = FeatureTable.of(given(new long[] {0, 1}, Weighting.UNIT), Arena.ofAuto());
    // When
    fill(table, "0:1e-30 1:-1e30".getBytes(StandardCharsets.UTF_8));
    // Then
    assertThat(Arrays.copyOf(vector.features(), vector.count())).containsExactly(1);
    assertThat(Arrays.copyOf(vector.values(), vector.count())).containsExactly(-1f);
  }

  @Example
  void shouldFindNothingWithoutFeatures() {
    // Given
    final FeatureTable table = FeatureTable.of(given(new long[0], Weighting.UNIT), Arena.ofAuto());
    // When
    fill(table, "0:1 1:1 2:1".getBytes(StandardCharsets.UTF_8));
    // Then
    assertThat(vector.count()).isZero();
  }

  @Example
  void shouldTellTermsApartWhoseHashesAreAlikeInAllBitsOfASlot() {
    // Given
    final FeatureSettings settings = new FeatureSettings(new TextTerms(1, 0, 0, 0), Weighting.BINARY);
    final byte[] word = "word".getBytes(StandardCharsets.UTF_8);
    final long key = NaiveTerms.keys((TextTerms) settings.terms(), word).iterator().next();
    final long twin = ((key * FeatureTable.SPREAD) ^ 1) * BigInteger.valueOf(FeatureTable.SPREAD).modInverse(BigInteger.TWO.pow(Long.SIZE)).longValue();
    final long[] both = LongStream.of(key, twin).sorted().toArray();
    final FeatureTable withTwin = FeatureTable.of(FeatureSpace.of(settings, new long[] {twin}, new float[] {1}), Arena.ofAuto());
    final FeatureTable withBoth = FeatureTable.of(FeatureSpace.of(settings, both, new float[] {1, 1}), Arena.ofAuto());
    // When
    fill(withTwin, word);
    final int unknown = vector.count();
    fill(withBoth, word);
    // Then
    assertThat(unknown).isZero();
    assertThat(Arrays.copyOf(vector.features(), vector.count())).containsExactly(Arrays.binarySearch(both, key));
  }

  private static FeatureSpace given(final long[] keys, final Weighting weighting) {
    final float[] factors = new float[keys.length];
    Arrays.fill(factors, 1f);
    return FeatureSpace.of(new FeatureSettings(new SparseTerms(), weighting), keys, factors);
  }

  private void fill(final FeatureTable table, final byte[] bytes) {
    text.set(bytes, 0, bytes.length);
    table.fill(text, vector);
  }
}
