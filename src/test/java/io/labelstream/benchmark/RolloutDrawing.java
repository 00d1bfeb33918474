package io.labelstream.benchmark;

import io.labelstream.cli.output.SvgDrawing;
import io.labelstream.rollout.control.Announcement;
import io.labelstream.rollout.control.AnnouncementCodec;
import io.labelstream.rollout.control.ArtifactReference;
import io.labelstream.rollout.control.CanaryKeys;
import io.labelstream.rollout.control.ControlLog;
import io.labelstream.rollout.control.ControlRecord;
import io.labelstream.rollout.control.EffectiveFrom;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Lead;
import io.labelstream.rollout.control.Objections;
import io.labelstream.rollout.control.Reach;
import io.labelstream.rollout.control.RejectionCode;
import io.labelstream.rollout.control.Traffic;
import io.labelstream.rollout.control.Trust;
import io.labelstream.rollout.control.Verdict;
import io.labelstream.rollout.control.VerdictCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * Draws a rollout: announcements and verdicts on the control topic, and below them the share of keys that each version labels, over event time. Both axes of
 * time are the same. The records go through the program's own control log, which alone says from when a version counts and for which keys.
 */
public final class RolloutDrawing {
  private static final String SLOT = "language";
  private static final Lead LEAD = Lead.of(Duration.ofSeconds(30));
  private static final int SECONDS = 360;
  private static final int KEYS = 10_000;

  private static final int WIDTH = 880;
  private static final int HEIGHT = 330;
  private static final int LEFT = 64;
  private static final double SECOND = 786.0 / SECONDS;
  private static final int CONTROL = 82;
  private static final int TOP = 154;
  private static final int DEPTH = 120;
  private static final int LEAST_TITLED = 30;
  private static final Map<String, String> COLOURS = Map.of("1", "#6f8fab", "2", "#2a756f", "3", "#b5443f");
  private static final String PROOF = "#2a756f";
  private static final String GREY = "#57606a";
  private static final String BLACK = "#24292f";

  private final ControlLog log = new ControlLog(LEAD, Trust.none(),
      Map.of(SLOT, Optional.of(new Entry(announcement(1, "1", new Traffic.Live()), Entry.BASE_OFFSET, Entry.BEGINNING))));
  private final SvgDrawing svg = new SvgDrawing(WIDTH, HEIGHT);
  private long offset;
  private long sequence;

  private RolloutDrawing() {}

  /** Takes the path of the SVG to write. */
  public static void main(final String... arguments) throws IOException {
    Files.writeString(Path.of(arguments[0]), svg());
  }

  /** The drawing. */
  static String svg() {
    return new RolloutDrawing().draw();
  }

  private String draw() {
    svg.text(16, 28, "start", GREY, "Control topic: announcements and the verdicts of instances");
    svg.line(LEFT, CONTROL, LEFT + SECONDS * SECOND, CONTROL, GREY);
    proved(12, "v2, canary 10 %", "2", new Traffic.Canary(10, "2"), 10);
    proved(84, "v2, canary 50 %", "2", new Traffic.Canary(50, "2"), 6);
    proved(150, "v2, live", "2", new Traffic.Live(), 6);
    vetoed(222, "v3, live", "3", 12);
    lead(286, announce(286, "rollback to v1", "2", new Traffic.Withdrawn()));
    shares();
    return svg.toString();
  }

  private void proved(final int second, final String title, final String version, final Traffic traffic, final int preparation) {
    final long announced = announce(second, title, version, traffic);
    judge(second + preparation, announced, new Verdict.Proved());
    mark(x(second + preparation), PROOF);
    svg.text(x(second + preparation) + 7, CONTROL - 8, "start", PROOF, "proof");
    lead(second + preparation, announced);
  }

  /** From the record by which an announcement counts to its effective time. */
  private void lead(final int second, final long announced) {
    final long effective = log.entries(SLOT).stream().filter(entry -> entry.offset() == announced).findFirst().orElseThrow().effectiveFrom();
    final double from = x(second);
    final double to = x(effective / 1000.0);
    svg.line(from, CONTROL + 14, to, CONTROL + 14, PROOF);
    svg.text((from + to) / 2, CONTROL + 28, "middle", PROOF, "lead");
    svg.dashes(to, CONTROL + 8, to, TOP + DEPTH, PROOF);
  }

  private void vetoed(final int second, final String title, final String version, final int preparation) {
    final long announced = announce(second, title, version, new Traffic.Live());
    judge(second + preparation, announced, new Verdict.Veto(RejectionCode.SAMPLES_DIFFER.code(), ""));
    mark(x(second + preparation), COLOURS.get(version));
    svg.text(x(second + preparation) + 7, CONTROL - 8, "start", COLOURS.get(version), "veto");
    svg.text(x(second), CONTROL + 24, "start", COLOURS.get(version), "void: " + RejectionCode.SAMPLES_DIFFER.code());
  }

  private long announce(final int second, final String title, final String version, final Traffic traffic) {
    final Announcement announcement = announcement(++sequence, version, traffic);
    svg.text(x(second) - 4, CONTROL - 26, "start", BLACK, title);
    mark(x(second), BLACK);
    append(second, announcement.key(), AnnouncementCodec.encode(announcement));
    return offset++;
  }

  private void judge(final int second, final long announced, final Verdict.Finding finding) {
    final Verdict verdict = new Verdict(SLOT, sequence, announced, "instance-1", finding);
    append(second, verdict.key(), VerdictCodec.encode(verdict));
    offset++;
  }

  private void append(final int second, final String key, final byte[] value) {
    log.append(new ControlRecord(offset, OptionalLong.of(second * 1000L), key.getBytes(StandardCharsets.UTF_8), value, null));
  }

  /** A rectangle for each span of seconds in which the same versions label the same share of keys. */
  private void shares() {
    svg.text(16, TOP - 12, "start", GREY, "Input topic: labelled by");
    int from = 0;
    for (int second = 1; second <= SECONDS; second++) {
      if (second == SECONDS || share(second) != share(from) || !live(second).equals(live(from))) {
        span(from, second);
        from = second;
      }
    }
    svg.text(LEFT - 8, TOP + 11, "end", GREY, "all keys");
    svg.text(LEFT - 8, TOP + DEPTH, "end", GREY, "no key");
    for (int minute = 0; minute <= SECONDS / 60; minute++) {
      final double x = x(minute * 60);
      svg.line(x, TOP + DEPTH, x, TOP + DEPTH + 5, GREY);
      svg.text(x, TOP + DEPTH + 20, "middle", GREY, String.format(Locale.ROOT, "12:%02d", minute));
    }
    svg.text(LEFT + SECONDS * SECOND / 2, HEIGHT - 12, "middle", GREY, "append time of control records, event time of input records");
  }

  private void span(final int from, final int to) {
    final double height = DEPTH * share(from);
    final Optional<Entry> canary = log.timeline(SLOT).at(from * 1000L).canary();
    rectangle(from, to, TOP, DEPTH - height, COLOURS.get(live(from)));
    canary.ifPresent(entry -> rectangle(from, to, TOP + DEPTH - height, height, COLOURS.get(entry.id().version())));
    svg.text((x(from) + x(to)) / 2, TOP + (DEPTH - height) / 2 + 4, "middle", "#ffffff", "v" + live(from));
    canary.filter(entry -> height > LEAST_TITLED)
        .ifPresent(entry -> svg.text((x(from) + x(to)) / 2, TOP + DEPTH - height / 2 + 4, "middle", "#ffffff", "v" + entry.id().version()));
  }

  /** The share of keys that a canary labels. */
  private double share(final int second) {
    return log.timeline(SLOT).at(second * 1000L).canary()
        .map(entry -> CanaryKeys.of((Traffic.Canary) entry.announcement().traffic()))
        .map(keys -> IntStream.range(0, KEYS).filter(key -> keys.contains("key-" + key)).count() / (double) KEYS)
        .orElse(0.0);
  }

  private String live(final int second) {
    return log.timeline(SLOT).at(second * 1000L).live().orElseThrow().id().version();
  }

  private static double x(final double second) {
    return LEFT + second * SECOND;
  }

  private void mark(final double x, final String colour) {
    svg.disc(x, CONTROL, 4, colour);
  }

  private void rectangle(final int from, final int to, final double top, final double height, final String colour) {
    svg.rectangle(x(from), top, x(to) - x(from), height, colour);
  }

  private static Announcement announcement(final long sequence, final String version, final Traffic traffic) {
    final ArtifactReference artifact = new ArtifactReference("file:///models/" + version, 1, version.repeat(64));
    return new Announcement(SLOT, sequence, "lid", version, "fasttext", artifact, Optional.empty(), traffic, new EffectiveFrom.AfterLead(), Reach.FORWARD,
        Objections.HEARD, "", "");
  }
}
