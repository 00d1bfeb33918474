package io.labelstream.rollout.kafka;

import io.labelstream.rollout.StatusSink;
import io.labelstream.rollout.control.Rejection;
import io.labelstream.rollout.control.RejectionCode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.Uuid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches whether the control topic can be relied on: it was fit when reading began, and is still the same topic. Reports once what is wrong with it. For one
 * thread.
 */
final class ControlGround {
  private static final Logger LOG = LoggerFactory.getLogger(ControlGround.class);
  private static final Duration ANSWER = Duration.ofSeconds(2);

  private final ControlTopic topic;
  private final String name;
  private final StatusSink status;
  private Optional<Uuid> read = Optional.empty();
  private List<Rejection> defects = List.of();
  private Soundness soundness = Soundness.UNKNOWN;

  /** The use that may be made of the topic. */
  enum Soundness {
    /** It was not examined yet. */
    UNKNOWN,
    /** It is unfit, and nothing was read from it. */
    UNFIT,
    /** It may be read, and relied on. */
    SOUND,
    /** It has been read, and is not there now. */
    GONE,
    /** Another topic has its name, or records that were read are no longer there: no more of it is read. */
    LOST
  }

  ControlGround(final ControlTopic topic, final String name, final StatusSink status) {
    this.topic = topic;
    this.name = name;
    this.status = status;
  }

  Soundness soundness() {
    return soundness;
  }

  List<Rejection> defects() {
    return defects;
  }

  /**
   * Examines the topic and its settings. Settings that have become unfit are reported and change nothing: the log is still the same on all instances, and an
   * instance that starts later will refuse the topic.
   */
  void examine() throws InterruptedException {
    if (soundness == Soundness.LOST) {
      return;
    }
    final ControlTopic.Condition condition = topic.examine(ANSWER);
    if (read.isPresent()) {
      stand(condition.id(), condition.defects());
    } else {
      read = condition.defects().isEmpty() ? condition.id() : Optional.empty();
      soundness = read.isPresent() ? Soundness.SOUND : Soundness.UNFIT;
      condition.risk().filter(_ -> soundness == Soundness.SOUND).ifPresent(risk -> LOG.atWarn().addKeyValue("topic", name).log(risk));
      tell(condition.defects());
    }
  }

  /** Checks that the topic is still the one that is read. */
  Soundness confirm() throws InterruptedException {
    final Optional<Uuid> now = topic.id(ANSWER);
    if (!now.equals(read)) {
      stand(now, List.of(new Rejection(RejectionCode.CONTROL_TOPIC_MISSING, "topic " + name + " does not exist any more")));
    }
    return soundness;
  }

  /** Records that were read are no longer there. */
  void lose(final String detail) {
    soundness = Soundness.LOST;
    tell(List.of(new Rejection(RejectionCode.CONTROL_TOPIC_MISSING, detail
        + ": what was announced goes on to count here and nothing new is read; restart the instances when the topic is as it should be")));
  }

  private void stand(final Optional<Uuid> now, final List<Rejection> found) {
    if (now.isPresent() && !now.equals(read)) {
      lose("topic " + name + " was created anew, its id is " + now.get() + ", expected " + read.orElse(Uuid.ZERO_UUID));
      return;
    }
    soundness = now.isPresent() ? Soundness.SOUND : Soundness.GONE;
    tell(found);
  }

  private void tell(final List<Rejection> found) {
    if (found.stream().map(Rejection::code).toList().equals(defects.stream().map(Rejection::code).toList()) && soundness != Soundness.LOST) {
      return;
    }
    status.controlTopicFit();
    for (final Rejection defect : found) {
      LOG.atWarn().addKeyValue("topic", name).addKeyValue("code", defect.code().code()).addKeyValue("detail", defect.detail())
          .log("the control topic is unfit");
      status.control(new StatusSink.ControlReport(Optional.empty(), OptionalLong.empty(), defect));
    }
    if (found.isEmpty()) {
      LOG.atInfo().addKeyValue("topic", name).log("the control topic is fit again");
    }
    defects = found;
  }
}
