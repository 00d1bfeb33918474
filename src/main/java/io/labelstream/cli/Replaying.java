package io.labelstream.cli;

import io.labelstream.topology.PipelineConfig;
import io.labelstream.topology.ReplayRange;
import io.labelstream.topology.ReplayReport;
import io.labelstream.topology.ReplayVerification;
import io.labelstream.topology.StartupException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Compares a range of the input topic with what was written of it. */
final class Replaying {
  private Replaying() {}

  /** @throws CliException if the configuration is wrong, or something cannot be read */
  static ReplayReport verify(final RunSettings chosen, final ReplayRange range, final int mostDifferences) throws InterruptedException {
    final PipelineConfig config = Running.load(chosen);
    try {
      return ReplayVerification.verify(config, range, mostDifferences);
    } catch (final StartupException failure) {
      throw Failures.explained(failure);
    } catch (final UnknownTopicOrPartitionException missing) {
      throw new CliException(ExitCode.TOPIC_MISSING, missing.getMessage() + " at " + config.bootstrapServers() + "; check the configuration", missing);
    } catch (final KafkaException failure) {
      throw KafkaErrors.explained(failure, config.inputTopic(), config.streamsProperties());
    }
  }

  /** How many records have findings of a kind. */
  static long count(final ReplayReport report, final ReplayReport.Kind kind) {
    return report.counts().entrySet().stream()
        .filter(count -> count.getKey().kind() == kind)
        .mapToLong(count -> count.getValue())
        .sum();
  }
}
