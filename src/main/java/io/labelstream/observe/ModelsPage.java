package io.labelstream.observe;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.labelstream.display.json.JsonText;
import io.labelstream.display.json.JsonText.Time;
import io.labelstream.observe.PipelineView.VersionView;
import io.labelstream.rollout.control.RejectionCode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The model versions on this instance as one JSON object; fields are only ever added. */
record ModelsPage(long residentBytes, List<Slot> slots) {
  private static final String TYPE = "application/json";

  private record Slot(String slot, List<Version> versions) {}

  /** @param effectiveFrom as in a label: null is "from the beginning" */
  @JsonInclude
  private record Version(
      String name, String version, String sha256, String state, List<String> serving, List<Time> effectiveFrom, long residentBytes, long labelled,
      Optional<String> rejection, Map<String, Long> stepMillis) {}

  /**
   * The page.
   *
   * @param views the pipeline as it is seen; empty before there is one
   */
  static Page of(final Supplier<Optional<PipelineView>> views) {
    return (query, accept) -> views.get()
        .map(view -> new Answer(Answer.OK, TYPE, JsonText.indented(of(view)).getBytes(StandardCharsets.UTF_8)))
        .orElseGet(() -> Answer.text(Answer.UNAVAILABLE, "starting\n"));
  }

  private static ModelsPage of(final PipelineView view) {
    return new ModelsPage(view.residentBytes(),
        view.slots().stream().map(slot -> new Slot(slot.name(), slot.versions().stream().map(ModelsPage::version).toList())).toList());
  }

  private static Version version(final VersionView version) {
    final Map<String, Long> steps = new LinkedHashMap<>();
    version.steps().forEach(step -> steps.put(step.step().code(), step.time().toMillis()));
    return new Version(version.id().name(), version.id().version(), version.id().sha256(), version.state().code(),
        version.serving().stream().sorted().toList(), version.effectiveFrom().stream().map(time -> new Time(time.orElse(Long.MIN_VALUE))).toList(),
        version.residentBytes(), version.labelled(), version.rejection().map(RejectionCode::code), steps);
  }
}
