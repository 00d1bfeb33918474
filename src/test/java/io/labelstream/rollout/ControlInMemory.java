package io.labelstream.rollout;

import io.labelstream.rollout.control.Announcement;
import io.labelstream.rollout.control.AnnouncementCodec;
import io.labelstream.rollout.control.ControlLog;
import io.labelstream.rollout.control.ControlRecord;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Verdict;
import io.labelstream.rollout.control.VerdictCodec;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A control topic in memory: gives records their offsets and append times, and tells a rollout what they change, on one thread, as the reader of the topic
 * does. Takes the rollout's verdicts, and remembers them.
 */
final class ControlInMemory implements Judge.VerdictLog, AutoCloseable {
  private final InstantSource clock;
  private final List<Verdict> verdicts = new CopyOnWriteArrayList<>();
  private final AtomicInteger toLose = new AtomicInteger();
  private final ExecutorService thread = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("control-in-memory").factory());
  private final CompletableFuture<ControlLog> log = new CompletableFuture<>();
  private final CompletableFuture<RolloutControl> reader = new CompletableFuture<>();
  private long nextOffset;

  ControlInMemory(final InstantSource clock) {
    this.clock = clock;
  }

  /** Has the records of an empty log told to a rollout from now on. */
  void open(final ControlLog empty, final RolloutControl whoReads) {
    log.complete(empty);
    reader.complete(whoReads);
  }

  /** An offset that no record has. */
  synchronized long takeOffset() {
    return nextOffset++;
  }

  @Override
  public void write(final Verdict verdict) {
    verdicts.add(verdict);
    if (toLose.getAndUpdate(left -> Math.max(0, left - 1)) == 0) {
      append(offset -> record(offset, verdict.key(), VerdictCodec.encode(verdict)));
    }
  }

  /** The next verdicts that the rollout writes do not arrive. */
  void loseVerdicts(final int count) {
    toLose.set(count);
  }

  /** The verdicts that the rollout has written, whether they have arrived or not. */
  List<Verdict> verdicts() {
    return verdicts;
  }

  /** Another instance writes a verdict; it has been told when this returns. */
  ControlLog.Outcome judge(final String instance, final Entry entry, final Verdict.Finding finding) {
    final Verdict verdict = new Verdict(entry.announcement().slot(), entry.announcement().sequence(), entry.offset(), instance, finding);
    return append(offset -> record(offset, verdict.key(), VerdictCodec.encode(verdict))).join();
  }

  /** Somebody announces; it has been told when this returns. */
  Entry announce(final Announcement announcement) {
    final ControlLog.Outcome outcome = append(offset -> record(offset, announcement.key(), AnnouncementCodec.encode(announcement))).join();
    if (outcome instanceof ControlLog.Accepted(final Entry entry, final List<Entry> _)) {
      return entry;
    }
    throw new AssertionError(announcement.key() + " was not accepted: " + outcome);
  }

  /** The entry as it is after all records so far. */
  Entry now(final Entry entry) {
    return CompletableFuture.supplyAsync(() -> log.join().entry(entry.announcement().slot(), entry.offset()), thread).join().orElseThrow();
  }

  private CompletableFuture<ControlLog.Outcome> append(final Function<Long, ControlRecord> record) {
    return CompletableFuture.supplyAsync(() -> {
      final ControlLog.Outcome outcome = log.join().append(record.apply(takeOffset()));
      reader.join().accept(outcome.changed(), outcome instanceof final ControlLog.Judged judged ? List.of(judged.verdict()) : List.of());
      return outcome;
    }, thread);
  }

  private ControlRecord record(final long offset, final String key, final byte[] value) {
    return new ControlRecord(offset, OptionalLong.of(clock.millis()), key.getBytes(StandardCharsets.UTF_8), value, null);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
