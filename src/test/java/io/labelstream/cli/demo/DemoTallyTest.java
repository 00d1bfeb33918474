package io.labelstream.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.rollout.control.Announcement;
import io.labelstream.rollout.control.ArtifactReference;
import io.labelstream.rollout.control.EffectiveFrom;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Reach;
import io.labelstream.rollout.control.Traffic;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DemoTallyTest {
  private static final long EFFECTIVE = 5_000;

  private final DemoTally tally = new DemoTally();

  @Test
  void shouldCountLabelsByAnotherVersionThanThatOfTheEventTime() {
    // Given
    tally.announced(announced());

    // When
    tally.add(row(0, EFFECTIVE - 1, "lid.176", "1"));
    tally.add(row(1, EFFECTIVE, "next", "2"));
    tally.add(row(2, EFFECTIVE - 1, "next", "2"));
    tally.add(row(3, EFFECTIVE, "lid.176", "1"));

    // Then
    assertThat(tally.misplaced()).isEqualTo(2);
    assertThat(tally.switched()).contains(announced());
    assertThat(tally.shares().get("lid.176 1").labelled()).isEqualTo(2);
  }

  @Test
  void shouldCountATextThatIsLabelledTwice() {
    // When
    tally.add(row(7, 1, "lid.176", "1"));
    tally.add(row(7, 1, "lid.176", "1"));
    tally.add(row(8, 1, "lid.176", "1"));

    // Then
    assertThat(tally.repeated()).isEqualTo(1);
    assertThat(tally.labelled()).isEqualTo(3);
    assertThat(tally.switched()).isEmpty();
  }

  private static DemoRow row(final long offset, final long timestamp, final String model, final String version) {
    return new DemoRow("de", 0.9f, "de", new DemoRow.Place(0, offset), timestamp, Duration.ofMillis(5), model, version, "Tag");
  }

  private static Entry announced() {
    final Announcement announcement = new Announcement(
        "language", 1, "next", "2", "fasttext", new ArtifactReference("kafka:model-artifacts/0/1/" + "0".repeat(64), 1, "0".repeat(64)),
        Optional.empty(), new Traffic.Live(), new EffectiveFrom.AfterLead(), Reach.FORWARD, "", "");
    return new Entry(announcement, 0, EFFECTIVE);
  }
}
