package io.labelstream.cli.model;

import io.labelstream.cli.output.Rejections;
import io.labelstream.cli.output.ReportFormat;
import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.Logging;
import io.labelstream.cli.verb.Options;
import io.labelstream.cli.verb.Verb;
import io.labelstream.rollout.ModelVerification;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code verify}: whether an instance would take a model. */
public final class VerifyCommand implements Verb {
  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private final Io io;
  private Path model;
  private @Nullable Path samples;
  private long memoryBytes;
  private long maxModelBytes;
  private ReportFormat format;

  public VerifyCommand(final Io io) {
    this.io = io;
    spec.name("verify").usageMessage()
        .description(
            "Prepares a model as an instance does, without Kafka: reads, checks, opens and proves it, and says how long each step takes.",
            "Golden samples are read from beside the model (FILE.golden.jsonl), else from inside it, unless named; 'samples' writes them.")
        .footer(
            "  labelstream verify models/lid.176.ftz",
            "  labelstream verify new.ftz --samples expected.jsonl --memory-bytes 268435456 --format json");
    spec.addPositional(Options.parameter(Path.class, value -> model = value).paramLabel("MODEL").description("The model file.").build());
    spec.addOption(Options.value(Path.class, value -> samples = value, "--samples").paramLabel("FILE").description("The golden samples.").build());
    spec.addOption(Options.value(long.class, value -> memoryBytes = value, "--memory-bytes").defaultValue("1073741824").paramLabel("BYTES")
        .description("The instances' labelstream.rollout.memory.bytes (${DEFAULT-VALUE}).").build());
    spec.addOption(Options.value(long.class, value -> maxModelBytes = value, "--max-model-bytes").defaultValue("2147483648").paramLabel("BYTES")
        .description("The instances' labelstream.rollout.max.model.bytes (${DEFAULT-VALUE}).").build());
    spec.addOption(Options.value(ReportFormat.class, value -> format = value, "-f", "--format").defaultValue("text").paramLabel("FORMAT")
        .description("text or json (${DEFAULT-VALUE}).").build());
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Logging.levels("WARN", "OFF");
    final InstanceCheck.Request request = new InstanceCheck.Request(model, Optional.ofNullable(samples), memoryBytes, maxModelBytes);
    final ModelVerification.Outcome outcome = InstanceCheck.verify(request);
    new Lines(io).print(switch (format) {
      case TEXT -> VerificationText.render(model, outcome);
      case JSON -> VerificationJson.render(model, outcome);
    });
    if (outcome instanceof ModelVerification.Outcome.Refused refused) {
      throw new CliException(ExitCode.MODEL_REFUSED, "model '" + model + "' is rejected: " + Rejections.inWords(refused.rejection()));
    }
    return ExitCode.OK.code();
  }
}
