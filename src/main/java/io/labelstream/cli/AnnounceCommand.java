package io.labelstream.cli;

import io.labelstream.rollout.BaseModel;
import io.labelstream.rollout.Reach;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code announce}: a model version for a slot. */
@Command(
    name = "announce",
    description = {
      "Announces a model version for a slot: every instance prepares it, and uses it from its effective time on.",
      "The model is opened and proved here first, with the golden samples beside it (FILE.golden.jsonl, see 'samples') or inside it.",
      "Instances read it where it lies, below one of their labelstream.rollout.locations, or from Kafka with --upload."
    },
    footer = {
      "  labelstream announce models/lid.176.ftz --slot language",
      "  labelstream announce new.ftz --slot language --upload --wait --sign release.pem",
      "  labelstream announce new.ftz --slot language --canary 10 --effective-from +10m",
      "  labelstream announce new.ftz --slot language --effective-from 2026-01-31T12:00+01:00",
      "  labelstream announce fixed.ftz --slot language --effective-from=-2h --retroactive"
    })
final class AnnounceCommand implements Callable<Integer> {
  @ParentCommand private Main main;
  @Mixin private RolloutOptions rollout;
  @Mixin private TrafficOptions traffic;
  @Mixin private SigningOptions signing;
  @Mixin private WaitOptions waiting;

  @Parameters(paramLabel = "MODEL", description = "The model file.")
  private Path model;

  @Option(names = {"-s", "--slot"}, required = true, paramLabel = "SLOT", description = "The slot.")
  private String slot;

  @Option(
      names = "--version", paramLabel = "VERSION",
      description = "The version; the first 12 digits of the file's digest unless given.")
  private @Nullable String version;

  @Option(names = "--name", paramLabel = "NAME", description = "The model's name; the file's name without its ending unless given.")
  private @Nullable String name;

  @Option(
      names = "--effective-from", defaultValue = "now", converter = EffectiveTime.Converter.class, paramLabel = "T",
      description = "The event time from which on it counts: 2026-01-31T12:00Z, 2026-01-31T12:00+01:00, +10m, beginning, or now: as soon as the "
          + "lead allows (${DEFAULT-VALUE}).")
  private EffectiveTime effectiveFrom;

  @Option(names = "--retroactive", description = "Allow a time that is past or nearer than the lead. Labels that are written already stay.")
  private boolean retroactive;

  @Option(
      names = "--location", paramLabel = "URI",
      description = "Where the instances find the file, such as https://... or kafka:TOPIC/PARTITION/OFFSET; its path here unless given. "
          + "Golden samples lie beside it, under its name with .golden.jsonl.")
  private @Nullable String location;

  @Option(names = "--upload", description = "Send model and samples through Kafka, so that the instances need no common storage.")
  private boolean upload;

  @Option(
      names = "--artifact-topic", defaultValue = "model-artifacts", paramLabel = "TOPIC",
      description = "With --upload: the instances' labelstream.artifact.topic (${DEFAULT-VALUE}).")
  private String artifactTopic;

  @Option(names = "--note", defaultValue = "", paramLabel = "TEXT", description = "A remark for people, kept in the history.")
  private String note;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Logging.levels("WARN", "OFF");
    if (upload && location != null) {
      throw new CliException(ExitCode.USAGE, "--upload and --location exclude each other: the instances read the model from one place");
    }
    final String modelName = name == null ? BaseModel.nameOf(model) : name;
    new Announcing(rollout.place(), signing.key(), new Lines(main.io())).announce(
        new Announcing.Request(model, slot, modelName, Optional.ofNullable(version), traffic::traffic, effectiveFrom,
            retroactive ? Reach.RETROACTIVE : Reach.FORWARD, delivery(), note, waiting.limit()));
    return ExitCode.OK.code();
  }

  private Announcing.Delivery delivery() {
    return upload
        ? new Announcing.Upload(artifactTopic, Duration.ofMinutes(10))
        : new Announcing.ByReference(Optional.ofNullable(location));
  }
}
