package io.labelstream.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.labelstream.train.data.DataOptions.Unreadable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class XmcRowsPropertyTest {
  private static final int FEATURES = 500;
  private static final int LABELS = 50;

  @Property(tries = 200)
  void shouldReadWhatWasWritten(
      @ForAll @Size(max = 20) final List<@Size(max = 6) Set<@IntRange(max = LABELS - 1) Integer>> labels,
      @ForAll @Size(min = 20, max = 20) final List<@Size(min = 1, max = 30) Set<@IntRange(max = FEATURES - 1) Integer>> features,
      @ForAll final float value) throws Exception {
    // Given
    final List<Gathered> rows = new ArrayList<>();
    for (int row = 0; row < labels.size(); row++) {
      rows.add(new Gathered(
          features.get(row).stream().map(feature -> feature + ":" + value).collect(Collectors.joining(" ")),
          labels.get(row).stream().map(String::valueOf).toList()));
    }

    // When
    final List<Gathered> read = read(written(rows).getBytes(StandardCharsets.UTF_8));

    // Then
    assertThat(read).isEqualTo(rows);
  }

  @Property(tries = 500)
  void shouldReadOrRefuseWhateverByteIsChanged(@ForAll @IntRange(max = 60) final int place, @ForAll final byte value) {
    // Given
    final byte[] bytes = "3 30 9\n1,2,8 0:0.25 7:1e-3 29:-2.5\n 3:4.5 8:1\n4\n0 1:1 2:2\n".getBytes(StandardCharsets.UTF_8);
    bytes[place % bytes.length] = value;

    // When
    final List<Gathered> read = new ArrayList<>();
    final Throwable refusal = catchThrowable(() -> read.addAll(read(bytes)));

    // Then
    if (refusal != null) {
      assertThat(refusal).isInstanceOf(TrainingDataException.class).hasMessageMatching("(line [0-9]+ of )?'rows'.*");
    }
    assertThat(read).allSatisfy(row -> {
      assertThat(row.labels()).doesNotHaveDuplicates().allMatch(label -> Integer.parseInt(label) < LABELS);
      assertThat(row.text().split(" ")).allMatch(feature -> feature.isEmpty() || Float.isFinite(Float.parseFloat(feature.replaceFirst("^[0-9]+:", ""))));
    });
  }

  private static String written(final List<Gathered> rows) {
    return rows.size() + " " + FEATURES + " " + LABELS + "\n"
        + rows.stream().map(row -> String.join(",", row.labels()) + " " + row.text() + "\n").collect(Collectors.joining());
  }

  private static List<Gathered> read(final byte[] bytes) throws IOException, TrainingDataException {
    final List<Gathered> read = new ArrayList<>();
    XmcRows.read(new ByteArrayInputStream(bytes), "rows", new ReadRows("rows", Unreadable.REFUSED),
        example -> read.add(new Gathered(example.decoded(), example.labels())));
    return read;
  }
}
