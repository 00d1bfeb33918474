package io.labelstream.cli.model;

import io.labelstream.cli.output.ReportFormat;
import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.Command;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.Logging;
import io.labelstream.cli.verb.Option;
import io.labelstream.rollout.ModelVerification;
import io.labelstream.rollout.fleet.Rejections;
import java.io.IOException;
import java.nio.file.Path;

/** {@code verify}: prepares a model as an instance does. */
public final class VerifyCommand extends Command {
  private final Option<Path> model = options.parameter(Path.class, "MODEL", "The model file.");
  private final Option<Path> samples = options.value(Path.class, "--samples").optional("FILE", "The golden samples.");
  private final Option<Long> memoryBytes = options.value(Long.class, "--memory-bytes")
      .or("1073741824", "BYTES", "The instances' labelstream.rollout.memory.bytes (${DEFAULT-VALUE}).");
  private final Option<Long> maxModelBytes = options.value(Long.class, "--max-model-bytes")
      .or("2147483648", "BYTES", "The instances' labelstream.rollout.max.model.bytes (${DEFAULT-VALUE}).");
  private final Option<ReportFormat> format = options.format();

  public VerifyCommand(final Io io) {
    super(io, "verify",
        "Prepares a model as an instance does, without Kafka: reads, checks, opens and proves it, and prints the time of each step.",
        "Golden samples are read from beside the model (FILE.golden.jsonl), else from inside it, unless named; 'samples' writes them.");
    examples(
        "labelstream verify models/lid.176.ftz",
        "labelstream verify new.ftz --samples expected.jsonl --memory-bytes 268435456 --format json");
  }

  @Override
  protected void run() throws IOException, InterruptedException {
    Logging.levels("WARN", "OFF");
    final InstanceCheck.Request request = new InstanceCheck.Request(model.value(), samples.given(), memoryBytes.value(), maxModelBytes.value());
    final ModelVerification.Outcome outcome = InstanceCheck.verify(request);
    new Lines(io).print(format.value().of(() -> VerificationText.render(model.value(), outcome), () -> VerificationJson.render(model.value(), outcome)));
    if (outcome instanceof ModelVerification.Outcome.Refused refused) {
      throw new CliException(ExitCode.MODEL_REFUSED, "model '" + model.value() + "' is rejected: " + Rejections.inWords(refused.rejection()));
    }
  }
}
