package io.labelstream.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.model.VersionId;
import io.labelstream.pipeline.PipelineState;
import io.labelstream.rollout.ModelState;
import io.labelstream.rollout.control.RejectionCode;
import io.labelstream.topology.DeadLetterReason;
import io.labelstream.topology.LatencyHistogram;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private static final PipelineView.SlotView ONE_ACTIVE = Views.slot(Views.version("2", ModelState.ACTIVE, "live"));

  private final AtomicReference<PipelineView> view =
      new AtomicReference<>(Views.running(Optional.of(Views.rollout(Optional.of(Duration.ofMillis(400)))), ONE_ACTIVE));
  private final Metrics metrics = new Metrics().add(view::get, Map::of);

  @AfterEach
  void close() {
    metrics.close();
  }

  @Test
  void shouldShowEachFamilyWithItsTypeAndLabels() throws Exception {
    // When
    final PrometheusText scraped = scrape();

    // Then
    for (final MetricFamily family : MetricFamily.values()) {
      final String type = family.type() == MetricFamily.Type.INFO ? "gauge" : family.type().name().toLowerCase(java.util.Locale.ROOT);
      assertThat(scraped.types()).containsEntry(family.prometheusName(), type);
      if (family.type() != MetricFamily.Type.HISTOGRAM) {
        assertThat(scraped.series(family.prometheusName())).isNotEmpty()
            .allSatisfy(series -> assertThat(series.labels().keySet()).isEqualTo(new TreeSet<>(family.labels())));
      }
    }
  }

  @Test
  void shouldTellWhatIsSeen() throws Exception {
    // When
    final PrometheusText scraped = scrape();

    // Then
    assertThat(scraped.value("labelstream_pipeline_state", "state", "running")).isEqualTo(1);
    assertThat(scraped.value("labelstream_pipeline_state", "state", "failed")).isZero();
    assertThat(scraped.value("labelstream_records_labelled_total", "slot", "language", "model", "lid", "version", "2")).isEqualTo(7);
    assertThat(scraped.value("labelstream_active_version_info",
        "slot", "language", "model", "lid", "version", "2", "sha256", "0123456789ab", "traffic", "live")).isEqualTo(1);
    assertThat(scraped.value("labelstream_dead_letters_total", "reason", "undecodable")).isEqualTo(2);
    assertThat(scraped.value("labelstream_rejections_total", "code", "digest-differs")).isEqualTo(2);
    assertThat(scraped.value("labelstream_swap_step_seconds", "slot", "language", "step", "fetched")).isEqualTo(0.25);
    assertThat(scraped.value("labelstream_shadow_records_total", "slot", "language", "outcome", "disagreed")).isEqualTo(2);
    assertThat(scraped.value("labelstream_control_caught_up")).isEqualTo(1);
    assertThat(scraped.value("labelstream_control_confirmation_age_seconds")).isEqualTo(0.4);
    assertThat(scraped.value("labelstream_wait_seconds_total")).isEqualTo(1.5);
    assertThat(scraped.value("labelstream_meters_refused_total")).isZero();
  }

  @Test
  void shouldShowEachNumberUnderItsNameAndLabels() throws Exception {
    // Given
    final PipelineView.VersionView version = new PipelineView.VersionView(new VersionId("lid", "2", Views.DIGEST), ModelState.ACTIVE, Set.of("live", "shadow"),
        List.of(OptionalLong.empty()), 11, List.of(), Optional.empty(), 12);
    final PipelineView.SlotView slot = new PipelineView.SlotView("language", List.of(version), 13, 14, 15, 16);
    final PipelineView.RolloutView rollout =
        new PipelineView.RolloutView(17, 18, Map.of(), Map.of(), 19, Duration.ofSeconds(20), 21, 22, Optional.of(Duration.ofSeconds(23)), Duration.ofSeconds(15),
            Views.DIVIDED);
    view.set(new PipelineView(
        PipelineState.RUNNING, 24, 25, Map.of(), new LatencyHistogram(), new LatencyHistogram(), List.of(slot), 26, Optional.of(rollout)));

    // When
    final PrometheusText scraped = scrape();

    // Then
    assertThat(scraped.value("labelstream_model_resident_bytes", "slot", "language", "model", "lid", "version", "2")).isEqualTo(11);
    assertThat(scraped.value("labelstream_records_labelled_total", "slot", "language", "model", "lid", "version", "2")).isEqualTo(12);
    assertThat(scraped.value("labelstream_shadow_records_total", "slot", "language", "outcome", "agreed")).isEqualTo(13);
    assertThat(scraped.value("labelstream_shadow_records_total", "slot", "language", "outcome", "disagreed")).isEqualTo(14);
    assertThat(scraped.value("labelstream_shadow_records_total", "slot", "language", "outcome", "shed")).isEqualTo(15);
    assertThat(scraped.value("labelstream_shadow_records_total", "slot", "language", "outcome", "failed")).isEqualTo(16);
    assertThat(scraped.value("labelstream_memory_budget_bytes")).isEqualTo(17);
    assertThat(scraped.value("labelstream_holds")).isEqualTo(18);
    assertThat(scraped.value("labelstream_waits_total")).isEqualTo(19);
    assertThat(scraped.value("labelstream_wait_seconds_total")).isEqualTo(20);
    assertThat(scraped.value("labelstream_control_position")).isEqualTo(21);
    assertThat(scraped.value("labelstream_control_lag")).isEqualTo(22);
    assertThat(scraped.value("labelstream_control_confirmation_age_seconds")).isEqualTo(23);
    assertThat(scraped.value("labelstream_records_read_total")).isEqualTo(24);
    assertThat(scraped.value("labelstream_records_written_total")).isEqualTo(25);
    assertThat(scraped.value("labelstream_resident_bytes")).isEqualTo(26);
    assertThat(scraped.value("labelstream_config_differs", "part", "lead")).isEqualTo(2);
    assertThat(scraped.value("labelstream_config_differs", "part", "slots")).isEqualTo(1);
    assertThat(scraped.value("labelstream_config_differs", "part", "locations")).isZero();
    assertThat(scraped.value("labelstream_duplicate_instance")).isEqualTo(1);
    assertThat(scraped.series("labelstream_active_version_info")).extracting(series -> series.labels().get("traffic"))
        .containsExactlyInAnyOrder("live", "shadow");
  }

  @Test
  void shouldShowNoBytesOfAVersionThatIsNotOpen() throws Exception {
    // Given
    final PipelineView.VersionView closed = new PipelineView.VersionView(new VersionId("lid", "3", Views.DIGEST), ModelState.VERIFIED, Set.of(), List.of(), 0,
        List.of(), Optional.empty(), 0);
    view.set(Views.running(Optional.empty(), Views.slot(closed)));

    // When
    final PrometheusText scraped = scrape();

    // Then
    assertThat(scraped.series("labelstream_model_resident_bytes")).isEmpty();
    assertThat(scraped.series("labelstream_active_version_info")).isEmpty();
  }

  @Test
  void shouldShowEachReasonAndCodeBeforeItHappens() throws Exception {
    // When
    final PrometheusText scraped = scrape();

    // Then
    assertThat(scraped.series("labelstream_dead_letters_total")).hasSize(DeadLetterReason.values().length);
    assertThat(scraped.series("labelstream_rejections_total")).hasSize(RejectionCode.values().length);
  }

  @Test
  void shouldCountDurationsUpToEachBound() throws Exception {
    // When
    final PrometheusText scraped = scrape();

    // Then
    assertThat(scraped.value("labelstream_processing_seconds_bucket", "le", "2.5E-5")).isZero();
    assertThat(scraped.value("labelstream_processing_seconds_bucket", "le", "5.0E-5")).isEqualTo(1);
    assertThat(scraped.value("labelstream_processing_seconds_bucket", "le", "0.0025")).isEqualTo(2);
    assertThat(scraped.value("labelstream_processing_seconds_bucket", "le", "5.0")).isEqualTo(2);
    assertThat(scraped.value("labelstream_processing_seconds_bucket", "le", "+Inf")).isEqualTo(3);
    assertThat(scraped.value("labelstream_processing_seconds_count")).isEqualTo(3);
    assertThat(scraped.value("labelstream_processing_seconds_sum")).isBetween(60.002, 60.002 * 17 / 16);
    assertThat(scraped.value("labelstream_delay_seconds_count")).isZero();
  }

  @Test
  void shouldForgetAVersionThatIsReleased() throws Exception {
    // Given
    assertThat(scrape().series("labelstream_records_labelled_total")).hasSize(1);
    view.set(Views.running(Optional.empty(), Views.slot(Views.version("3", ModelState.ACTIVE, "live"))));

    // When
    final PrometheusText scraped = scrape();

    // Then
    for (final String name : List.of("labelstream_records_labelled_total", "labelstream_model_resident_bytes", "labelstream_active_version_info")) {
      assertThat(scraped.series(name)).singleElement().satisfies(series -> assertThat(series.labels()).containsEntry("version", "3"));
    }
  }

  @Test
  void shouldTellThatControlIsNotCaughtUpOnceTheConfirmationIsTooOld() throws Exception {
    // Given
    view.set(Views.running(Optional.of(Views.rollout(Optional.of(Duration.ofSeconds(16)))), ONE_ACTIVE));

    // When
    final PrometheusText scraped = scrape();

    // Then
    assertThat(scraped.value("labelstream_control_caught_up")).isZero();
  }

  @Test
  void shouldShowNothingOfARolloutWithoutAControlTopic() throws Exception {
    // Given
    view.set(Views.running(Optional.empty(), ONE_ACTIVE));

    // When
    final PrometheusText scraped = scrape();

    // Then
    assertThat(scraped.types().keySet()).contains("labelstream_records_labelled_total").noneMatch(name -> name.contains("control"));
  }

  @Test
  void shouldShowTheJvmAndTheProcess() throws Exception {
    // When
    final PrometheusText scraped = scrape();

    // Then
    assertThat(scraped.types().keySet()).contains("jvm_memory_used_bytes", "jvm_threads_live_threads", "process_resident_memory_bytes");
    assertThat(scraped.value("process_resident_memory_bytes")).isGreaterThan(1 << 24);
  }

  @Test
  void shouldTellItInOpenMetricsToThoseWhoAskForIt() throws Exception {
    // When
    final Answer answer = metrics.page().answer("", "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;q=0.2");

    // Then
    assertThat(answer.contentType()).startsWith("application/openmetrics-text");
    assertThat(new String(answer.body(), StandardCharsets.UTF_8)).endsWith("# EOF\n");
  }

  @Test
  void shouldNameEachFamilyOnceInTheTable() {
    // When
    final String table = MetricFamily.markdownTable();

    // Then
    final Set<String> names = new TreeSet<>(Arrays.stream(MetricFamily.values()).map(MetricFamily::prometheusName).toList());
    assertThat(names).hasSize(MetricFamily.values().length).allMatch(name -> name.matches("(labelstream|process)_[a-z_]+"))
        .allSatisfy(name -> assertThat(table).containsOnlyOnce("`" + name + "`"));
    assertThat(Arrays.stream(MetricFamily.values()).filter(family -> family.type() == MetricFamily.Type.COUNTER))
        .allMatch(family -> family.prometheusName().endsWith("_total"));
  }

  private PrometheusText scrape() throws Exception {
    final Answer answer = metrics.page().answer("", "");
    assertThat(answer.status()).isEqualTo(Answer.OK);
    return PrometheusText.parse(new String(answer.body(), StandardCharsets.UTF_8));
  }
}
