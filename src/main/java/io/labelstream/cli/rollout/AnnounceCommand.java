package io.labelstream.cli.rollout;

import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.EffectiveTime;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.Logging;
import io.labelstream.cli.verb.Options;
import io.labelstream.cli.verb.Verb;
import io.labelstream.rollout.BaseModel;
import io.labelstream.rollout.control.Objections;
import io.labelstream.rollout.control.Reach;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code announce}: a model version for a slot. */
public final class AnnounceCommand implements Verb {
  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private final Io io;
  private final RolloutOptions rollout = new RolloutOptions();
  private final TrafficOptions traffic = new TrafficOptions();
  private final SigningOptions signing = new SigningOptions();
  private final WaitOptions waiting = new WaitOptions();
  private Path model;
  private String slot;
  private @Nullable String version;
  private @Nullable String name;
  private EffectiveTime effectiveFrom;
  private boolean retroactive;
  private boolean noVeto;
  private @Nullable String location;
  private boolean upload;
  private String artifactTopic;
  private String note;
  private boolean force;

  public AnnounceCommand(final Io io) {
    this.io = io;
    spec.name("announce").usageMessage()
        .description(
            "Announces a model version for a slot: it counts from its effective time on, once an instance has proved it and unless one objects in time.",
            "The model is opened and proved here first, with the golden samples beside it (FILE.golden.jsonl, see 'samples') or inside it.",
            "Instances read it where it lies, below one of their labelstream.rollout.locations, or from Kafka with --upload.")
        .footer(
            "  labelstream announce models/lid.176.ftz --slot language",
            "  labelstream announce new.ftz --slot language --upload --wait --sign release.pem",
            "  labelstream announce new.ftz --slot language --canary 10 --effective-from +10m",
            "  labelstream announce new.ftz --slot language --effective-from 2026-01-31T12:00+01:00",
            "  labelstream announce fixed.ftz --slot language --effective-from=-2h --retroactive");
    rollout.addTo(spec);
    traffic.addTo(spec);
    signing.addTo(spec);
    waiting.addTo(spec);
    spec.addPositional(Options.parameter(Path.class, value -> model = value).paramLabel("MODEL").description("The model file.").build());
    spec.addOption(Options.value(String.class, value -> slot = value, "-s", "--slot").required(true).paramLabel("SLOT").description("The slot.").build());
    spec.addOption(Options.value(String.class, value -> version = value, "--version").paramLabel("VERSION")
        .description("The version; the first 12 digits of the file's digest unless given.").build());
    spec.addOption(Options.value(String.class, value -> name = value, "--name").paramLabel("NAME")
        .description("The model's name; the file's name without its ending unless given.").build());
    spec.addOption(Options.value(EffectiveTime.class, value -> effectiveFrom = value, "--effective-from").defaultValue("now").converters(new EffectiveTime.Converter())
        .paramLabel("T")
        .description("The event time from which on it counts: 2026-01-31T12:00Z, 2026-01-31T12:00+01:00, +10m, beginning, or now: as soon as the "
            + "lead allows (${DEFAULT-VALUE}).").build());
    spec.addOption(Options.flag(value -> retroactive = value, "--retroactive")
        .description("Allow a time that is past or nearer than the lead. Labels that are written already stay.").build());
    spec.addOption(Options.flag(value -> noVeto = value, "--no-veto")
        .description("Let it count once an instance has proved it, whoever objects. An instance that cannot take it labels nothing from its "
            + "effective time on.").build());
    spec.addOption(Options.value(String.class, value -> location = value, "--location").paramLabel("URI")
        .description("Where the instances find the file, such as https://... or kafka:TOPIC/PARTITION/OFFSET/SHA256; its path here unless given. "
            + "Golden samples lie beside it, under its name with .golden.jsonl.").build());
    spec.addOption(Options.flag(value -> upload = value, "--upload")
        .description("Send model and samples through Kafka, so that the instances need no common storage.").build());
    spec.addOption(Options.value(String.class, value -> artifactTopic = value, "--artifact-topic").defaultValue("model-artifacts").paramLabel("TOPIC")
        .description("With --upload: the instances' labelstream.artifact.topic (${DEFAULT-VALUE}).").build());
    spec.addOption(Options.value(String.class, value -> note = value, "--note").defaultValue("").paramLabel("TEXT")
        .description("A remark for people, kept in the history.").build());
    spec.addOption(Options.flag(value -> force = value, "--force")
        .description("Announce even though live instances of one application are configured differently (status 25 otherwise).").build());
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Logging.levels("WARN", "OFF");
    if (upload && location != null) {
      throw new CliException(ExitCode.USAGE, "--upload and --location exclude each other: the instances read the model from one place");
    }
    final String modelName = name == null ? BaseModel.nameOf(model) : name;
    new FileAnnouncement(rollout.place(), signing.key(), new Lines(io)).announce(
        new FileAnnouncement.Request(model, slot, modelName, Optional.ofNullable(version), traffic::traffic, effectiveFrom,
            retroactive ? Reach.RETROACTIVE : Reach.FORWARD, noVeto ? Objections.IGNORED : Objections.HEARD, delivery(), note, waiting.limit(),
            force ? FileAnnouncement.Conflicts.WARN : FileAnnouncement.Conflicts.REFUSE));
    return ExitCode.OK.code();
  }

  private FileAnnouncement.Delivery delivery() {
    return upload
        ? new FileAnnouncement.Upload(artifactTopic, Duration.ofMinutes(10))
        : new FileAnnouncement.ByReference(Optional.ofNullable(location));
  }
}
