package io.labelstream.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.observe.PipelineView.SlotView;
import io.labelstream.pipeline.PipelineState;
import io.labelstream.rollout.ModelState;
import io.labelstream.rollout.kafka.ControlReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class HealthTest {
  private static final SlotView ACTIVE = Views.slot(Views.version("2", ModelState.ACTIVE, PipelineView.LIVE));
  private static final Optional<Duration> JUST_NOW = Optional.of(Duration.ofMillis(400));

  @Test
  void shouldBeReadyWhenControlModelAndStreamsAre() throws Exception {
    // Given
    final PipelineView view = Views.running(Optional.of(Views.rollout(JUST_NOW)), ACTIVE);

    // When
    final Answer answer = ready(view, "verbose");

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(text(answer)).isEqualTo("""
        [+]control-caught-up ok: lag=0, confirmed 400 ms ago
        [+]model-active ok: slot=language
        [+]streams-running ok
        [+]config-alike ok: others=0
        ok
        """);
  }

  @Test
  void shouldSayThatOthersAreConfiguredOtherwiseOrHaveItsNameAndStayReady() throws Exception {
    // Given
    final PipelineView view = Views.running(Optional.of(Views.rollout(JUST_NOW, Views.DIVIDED)), ACTIVE);

    // When
    final Answer answer = ready(view, "verbose");

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(text(answer)).endsWith("""
        [!]config-differs instance=two: lead (2000 ms here, 5000 ms there)
        [!]config-differs instance=three: lead (2000 ms here, 9000 ms there), slots (a, b here, a there)
        [!]duplicate-instance another process lives under the name one
        ok
        """);
  }

  @Test
  void shouldNotBeReadyBeforeTheFirstConfirmation() throws Exception {
    // Given
    final PipelineView view = Views.running(Optional.of(Views.rollout(Optional.empty())), ACTIVE);

    // When
    final Answer answer = ready(view, "verbose");

    // Then
    assertThat(answer.status()).isEqualTo(503);
    assertThat(text(answer)).contains("[-]control-caught-up lag=0, not confirmed yet, expected at most 15000 ms ago\n", "[+]streams-running ok\n")
        .endsWith("not ready: control-caught-up\n");
  }

  @Test
  void shouldNotBeReadyOnceTheConfirmationIsTooOld() throws Exception {
    // Given
    final PipelineView view = Views.running(Optional.of(Views.rollout(Optional.of(Duration.ofSeconds(16)))), ACTIVE);

    // When
    final Answer answer = ready(view, "");

    // Then
    assertThat(answer.status()).isEqualTo(503);
    assertThat(text(answer)).isEqualTo("not ready: control-caught-up\n");
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "ACTIVE")
  void shouldNotBeReadyWhileTheVersionThatCountsIsNotActive(final ModelState state) throws Exception {
    // Given
    final PipelineView view = Views.running(Optional.empty(), Views.slot(Views.version("2", state, PipelineView.LIVE)));

    // When
    final Answer answer = ready(view, "verbose=1");

    // Then
    assertThat(answer.status()).isEqualTo(503);
    assertThat(text(answer)).contains("[-]model-active slot=language: lid 2 counts and is " + state.code() + " here\n");
  }

  @Test
  void shouldNotBeReadyWithoutAnyVersion() throws Exception {
    // Given
    final PipelineView view = Views.running(Optional.empty(), Views.slot());

    // When
    final Answer answer = ready(view, "verbose=1");

    // Then
    assertThat(answer.status()).isEqualTo(503);
    assertThat(text(answer)).contains("[-]model-active slot=language: no version is active\n");
  }

  @Test
  void shouldNotTakeACanaryForTheLiveVersion() throws Exception {
    // Given
    final PipelineView view = Views.running(Optional.empty(), Views.slot(Views.version("2", ModelState.ACTIVE, "canary", "shadow")));

    // When
    final Answer answer = ready(view, "");

    // Then
    assertThat(answer.status()).isEqualTo(503);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "RUNNING")
  void shouldNotBeReadyUnlessTheStreamThreadsRun(final PipelineState state) throws Exception {
    // Given
    final PipelineView view = Views.in(state, Optional.empty(), ACTIVE);

    // When
    final Answer answer = ready(view, "");

    // Then
    assertThat(answer.status()).isEqualTo(503);
    assertThat(text(answer)).isEqualTo("not ready: streams-running\n");
  }

  @ParameterizedTest
  @EnumSource
  void shouldLiveUnlessThePipelineHasFailedForGood(final PipelineState state) throws Exception {
    // When
    final Answer answer = live(new Vitals(state, ControlReader.Phase.CAUGHT_UP, 1));

    // Then
    assertThat(answer.status()).isEqualTo(state == PipelineState.FAILED ? 503 : 200);
    assertThat(text(answer)).matches(state == PipelineState.FAILED ? "\\[-]pipeline failed for good.*\n" : "ok\n");
  }

  @ParameterizedTest
  @EnumSource
  void shouldLiveUnlessTheControlReaderHasFailedForGood(final ControlReader.Phase phase) throws Exception {
    // When
    final Answer answer = live(new Vitals(PipelineState.RUNNING, phase, 1));

    // Then
    assertThat(answer.status()).isEqualTo(phase == ControlReader.Phase.FAILED ? 503 : 200);
    assertThat(text(answer)).matches(phase == ControlReader.Phase.FAILED ? "\\[-]control-reader failed for good.*\n" : "ok\n");
  }

  @ParameterizedTest
  @EnumSource(names = {"STARTING", "RUNNING"})
  void shouldNotLiveOnceAllStreamThreadsAreGone(final PipelineState state) throws Exception {
    // When
    final Answer answer = live(new Vitals(state, ControlReader.Phase.CAUGHT_UP, 0));

    // Then
    assertThat(answer.status()).isEqualTo(503);
    assertThat(text(answer)).matches("\\[-]stream-threads failed for good.*\n");
  }

  @ParameterizedTest
  @EnumSource(names = {"READY", "WAITING_FOR_CONTROL", "STOPPING", "STOPPED"})
  void shouldLiveWithoutStreamThreadsWhereThereAreNone(final PipelineState state) throws Exception {
    // When
    final Answer answer = live(new Vitals(state, ControlReader.Phase.CAUGHT_UP, 0));

    // Then
    assertThat(answer.status()).isEqualTo(200);
  }

  private static Answer live(final Vitals vitals) throws Exception {
    return HealthPages.live(() -> Health.alive(vitals)).answer("", "");
  }

  private static Answer ready(final PipelineView view, final String query) throws Exception {
    return HealthPages.ready(() -> Health.ready(view)).answer(query, "");
  }

  private static String text(final Answer answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}
