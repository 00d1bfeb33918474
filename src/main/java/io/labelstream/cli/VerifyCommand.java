package io.labelstream.cli;

import io.labelstream.rollout.ModelVerification;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code verify}: whether an instance would take a model. */
@Command(
    name = "verify",
    description = {
      "Prepares a model as an instance does, without Kafka: reads, checks, opens and proves it, and says how long each step takes.",
      "Golden samples are read from beside the model (FILE.golden.jsonl), else from inside it, unless named; 'samples' writes them."
    },
    footer = {
      "  labelstream verify models/lid.176.ftz",
      "  labelstream verify new.ftz --samples expected.jsonl --memory-bytes 268435456 --format json"
    })
final class VerifyCommand implements Callable<Integer> {
  @ParentCommand private Main main;

  @Parameters(paramLabel = "MODEL", description = "The model file.")
  private Path model;

  @Option(names = "--samples", paramLabel = "FILE", description = "The golden samples.")
  private @Nullable Path samples;

  @Option(
      names = "--memory-bytes", defaultValue = "1073741824", paramLabel = "BYTES",
      description = "The instances' labelstream.rollout.memory.bytes (${DEFAULT-VALUE}).")
  private long memoryBytes;

  @Option(
      names = "--max-model-bytes", defaultValue = "2147483648", paramLabel = "BYTES",
      description = "The instances' labelstream.rollout.max.model.bytes (${DEFAULT-VALUE}).")
  private long maxModelBytes;

  @Option(names = {"-f", "--format"}, defaultValue = "text", paramLabel = "FORMAT", description = "text or json (${DEFAULT-VALUE}).")
  private OutputFormat format;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Logging.levels("WARN", "OFF");
    final Verifying.Request request = new Verifying.Request(model, Optional.ofNullable(samples), memoryBytes, maxModelBytes);
    final ModelVerification.Outcome outcome = Verifying.verify(request);
    new Lines(main.io()).print(switch (format) {
      case TEXT -> VerificationText.render(model, outcome);
      case JSON -> VerificationJson.render(model, outcome);
    });
    if (outcome instanceof ModelVerification.Outcome.Refused refused) {
      throw new CliException(ExitCode.MODEL_REFUSED, "model '" + model + "' is rejected: " + Rejections.inWords(refused.rejection()));
    }
    return ExitCode.OK.code();
  }
}
