package io.labelstream.pipeline;

import io.labelstream.pipeline.config.FailureLine;
import io.labelstream.pipeline.config.PipelineConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.streams.StreamsConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that the input topic is deleted while the pipeline runs, of which Kafka Streams itself tells only in its next rebalance, minutes later and never
 * clearly.
 *
 * <p>The topic is gone when a broker has answered several times in a row that there is none. An outage is no answer, and the count begins anew after it, as
 * it does after one answer that the topic is there.
 */
final class InputWatch {
  private static final Logger LOG = LoggerFactory.getLogger(InputWatch.class);
  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final int ANSWERS = 3;

  private final Question question;
  private final Duration interval;
  private final CountDownLatch stopping;
  private final Runnable gone;

  /**
   * A watch.
   *
   * @param interval the time between two questions
   * @param stopping ends it when it has counted down to 0
   * @param gone run once the topic is gone; the watch is over then
   */
  InputWatch(final Question question, final Duration interval, final CountDownLatch stopping, final Runnable gone) {
    this.question = question;
    this.interval = interval;
    this.stopping = stopping;
    this.gone = gone;
  }

  /** The answer to the question for the topic. */
  enum Presence {
    THERE,
    MISSING,
    /** Nobody answers. */
    UNKNOWN
  }

  /** Asks a broker. */
  @FunctionalInterface
  interface Question {
    Presence ask() throws InterruptedException;
  }

  /** Starts to watch, on a thread of its own. */
  static void start(final PipelineConfig config, final Map<String, Object> properties, final CountDownLatch stopping, final Runnable gone) {
    Thread.ofPlatform().name("labelstream-input").daemon().start(() -> {
      try {
        watch(config, properties, stopping, gone);
      } catch (final InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      } catch (final KafkaException failure) {
        LOG.atWarn().addKeyValue("topic", config.inputTopic()).addKeyValue("cause", FailureLine.of(failure))
            .log("nobody will notice if the input topic is deleted");
      }
    });
  }

  private static void watch(final PipelineConfig config, final Map<String, Object> properties, final CountDownLatch stopping, final Runnable gone)
      throws InterruptedException {
    final Admin admin = Admin.create(new StreamsConfig(properties).getAdminConfigs(config.applicationId() + "-input"));
    try {
      new InputWatch(() -> presence(admin, config.inputTopic()), INTERVAL, stopping, gone).watch();
    } finally {
      // The broker may be gone; there is nothing to wait for.
      admin.close(Duration.ZERO);
    }
  }

  /** Asks until the topic is gone or the pipeline stops. */
  void watch() throws InterruptedException {
    int missing = 0;
    while (!stopping.await(interval.toNanos(), TimeUnit.NANOSECONDS)) {
      missing = question.ask() == Presence.MISSING ? missing + 1 : 0;
      if (missing == ANSWERS) {
        gone.run();
        return;
      }
    }
  }

  private static Presence presence(final Admin admin, final String topic) throws InterruptedException {
    try {
      admin.describeTopics(List.of(topic)).allTopicNames().get(INTERVAL.toNanos(), TimeUnit.NANOSECONDS);
      return Presence.THERE;
    } catch (final ExecutionException refused) {
      return refused.getCause() instanceof UnknownTopicOrPartitionException ? Presence.MISSING : Presence.UNKNOWN;
    } catch (final TimeoutException away) {
      return Presence.UNKNOWN;
    }
  }
}
