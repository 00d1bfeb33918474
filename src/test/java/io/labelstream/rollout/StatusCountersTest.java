package io.labelstream.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.rollout.StatusSink.ControlReport;
import io.labelstream.rollout.StatusSink.ModelReport;
import io.labelstream.rollout.StatusSink.StepTime;
import io.labelstream.rollout.control.Announcement;
import io.labelstream.rollout.control.ArtifactReference;
import io.labelstream.rollout.control.EffectiveFrom;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Reach;
import io.labelstream.rollout.control.Rejection;
import io.labelstream.rollout.control.RejectionCode;
import io.labelstream.rollout.control.Traffic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class StatusCountersTest {
  private final List<Object> handedOn = new ArrayList<>();
  private final StatusCounters counters = new StatusCounters(new StatusSink() {
    @Override
    public void model(final ModelReport report) {
      handedOn.add(report);
    }

    @Override
    public void control(final ControlReport report) {
      handedOn.add(report);
    }
  });

  @Test
  void shouldCountWhatIsNotTakenOfModelsAndOfControlRecords() {
    // Given
    final Rejection damaged = new Rejection(RejectionCode.MODEL_REFUSED, "damaged");

    // When
    counters.model(report(1, ModelState.REJECTED, Optional.of(damaged)));
    counters.model(report(2, ModelState.REJECTED, Optional.of(damaged)));
    counters.control(new ControlReport(Optional.empty(), OptionalLong.of(7), new Rejection(RejectionCode.UNREADABLE, "no announcement")));

    // Then
    assertThat(counters.rejections()).hasSize(RejectionCode.values().length)
        .containsEntry(RejectionCode.MODEL_REFUSED, 2L).containsEntry(RejectionCode.UNREADABLE, 1L).containsEntry(RejectionCode.TOO_LATE, 0L);
  }

  @Test
  void shouldHandEverythingOn() {
    // Given
    final ModelReport model = report(1, ModelState.READY, Optional.empty());
    final ControlReport control = new ControlReport(Optional.empty(), OptionalLong.empty(), new Rejection(RejectionCode.CONTROL_TOPIC_MISSING, "gone"));

    // When
    counters.model(model);
    counters.control(control);

    // Then
    assertThat(handedOn).containsExactly(model, control);
  }

  @Test
  void shouldKeepTheStepsOfTheLatestPreparationWhenAnEarlierVersionIsReleased() {
    // When
    counters.model(report(1, ModelState.READY, Optional.empty()));
    counters.model(report(2, ModelState.READY, Optional.empty()));
    counters.model(report(1, ModelState.ACTIVE, Optional.empty()));
    counters.model(report(1, ModelState.RELEASED, Optional.empty()));

    // Then
    assertThat(counters.latestPreparations()).containsOnlyKeys("language")
        .containsEntry("language", List.of(new StepTime(ModelState.FETCHED, Duration.ofMillis(2))));
  }

  private static ModelReport report(final int number, final ModelState state, final Optional<Rejection> rejection) {
    final Announcement announcement = new Announcement("language", number, "lid", Integer.toString(number), "fasttext",
        new ArtifactReference("file:///models/lid.ftz", 1, "ab".repeat(32)), Optional.empty(), new Traffic.Live(), new EffectiveFrom.AfterLead(),
        Reach.FORWARD, "", "");
    return new ModelReport("language", new Entry(announcement, number, number), state, rejection, 0,
        List.of(new StepTime(ModelState.FETCHED, Duration.ofMillis(number))));
  }
}
