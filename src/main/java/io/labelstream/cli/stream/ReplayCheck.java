package io.labelstream.cli.stream;

import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Failures;
import io.labelstream.cli.verb.KafkaErrors;
import io.labelstream.pipeline.config.PipelineConfig;
import io.labelstream.pipeline.replay.ReplayRange;
import io.labelstream.pipeline.replay.ReplayReport;
import io.labelstream.pipeline.replay.ReplayVerification;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Labels a range of the input topic again, and compares with the labels that were written. */
public final class ReplayCheck {
  private ReplayCheck() {}

  /** @throws CliException if the configuration is wrong, or something cannot be read */
  static ReplayReport verify(final RunSettings chosen, final ReplayRange range, final int mostDifferences) throws InterruptedException {
    final PipelineConfig config = PipelineProcess.load(chosen);
    try {
      return Failures.explained(() -> ReplayVerification.verify(config, range, mostDifferences));
    } catch (final UnknownTopicOrPartitionException missing) {
      throw new CliException(ExitCode.TOPIC_MISSING, missing.getMessage() + " at " + config.bootstrapServers() + "; check the configuration", missing);
    } catch (final KafkaException failure) {
      throw KafkaErrors.explained(failure, config.inputTopic(), config.streamsProperties(), AclOperation.READ);
    }
  }

  /** The number of records with findings of a kind. */
  public static long count(final ReplayReport report, final ReplayReport.Kind kind) {
    return report.counts().entrySet().stream()
        .filter(count -> count.getKey().kind() == kind)
        .mapToLong(count -> count.getValue())
        .sum();
  }
}
