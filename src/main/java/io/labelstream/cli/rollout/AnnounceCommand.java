package io.labelstream.cli.rollout;

import io.labelstream.cli.model.Models;
import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.Command;
import io.labelstream.cli.verb.EffectiveTimeConverter;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.Logging;
import io.labelstream.cli.verb.Option;
import io.labelstream.rollout.BaseModel;
import io.labelstream.rollout.control.Objections;
import io.labelstream.rollout.control.Reach;
import io.labelstream.rollout.fleet.CheckedModel;
import io.labelstream.rollout.fleet.ControlSession;
import io.labelstream.rollout.fleet.EffectiveTime;
import io.labelstream.rollout.fleet.FileAnnouncement;
import io.labelstream.rollout.fleet.FleetException;
import io.labelstream.rollout.fleet.RolloutPlace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** {@code announce}: announces a model version for a slot. */
public final class AnnounceCommand extends Command {
  private static final Duration UPLOAD_LIMIT = Duration.ofMinutes(10);

  private final RolloutOptions rollout = new RolloutOptions(options);
  private final TrafficOptions traffic = new TrafficOptions(options);
  private final Option<Path> key = RolloutOptions.key(options);
  private final WaitOptions waiting = new WaitOptions(options);
  private final Option<Path> model = options.parameter(Path.class, "MODEL", "The model file.");
  private final Option<String> slot = options.value(String.class, "-s", "--slot").required("SLOT", "The slot.");
  private final Option<String> version = options.value(String.class, "--version")
      .optional("VERSION", "The version; the first 12 digits of the file's digest unless given.");
  private final Option<String> name = options.value(String.class, "--name")
      .optional("NAME", "The model's name; the file's name without its ending unless given.");
  private final Option<EffectiveTime> effectiveFrom = options.value(EffectiveTime.class, "--effective-from").by(new EffectiveTimeConverter())
      .or("now", "T", "The event time from which it counts: 2026-01-31T12:00Z, 2026-01-31T12:00+01:00, +10m, beginning, or now: as soon as the lead "
          + "allows (${DEFAULT-VALUE}).");
  private final Option<Boolean> retroactive = options.flag("--retroactive",
      "Allow a time that is past or nearer than the lead. Labels that have been written stay as they are.");
  private final Option<Boolean> noVeto = options.flag("--no-veto",
      "Let it count once an instance has proved it, whoever objects. An instance that cannot take it labels nothing from its effective time on.");
  private final Option<String> location = options.value(String.class, "--location")
      .optional("URI", "Where the instances find the file, such as https://... or kafka:TOPIC/PARTITION/OFFSET/SHA256; its path here unless given. Golden "
          + "samples lie beside it, under its name with .golden.jsonl.");
  private final Option<Boolean> upload = options.flag("--upload", "Send model and samples through Kafka, so that the instances need no common storage.");
  private final Option<String> artifactTopic = options.value(String.class, "--artifact-topic")
      .or("model-artifacts", "TOPIC", "With --upload: the instances' labelstream.artifact.topic (${DEFAULT-VALUE}).");
  private final Option<String> note = options.value(String.class, "--note").or("", "TEXT", "A remark for people, kept in the history.");
  private final Option<Boolean> force = options.flag("--force",
      "Announce even though live instances of one application are configured differently (status 25 otherwise), or none has the slot (status 27).");

  public AnnounceCommand(final Io io) {
    super(io, "announce",
        "Announces a model version for a slot: it counts from its effective time on, once an instance has proved it and unless one objects in time.",
        "The model is opened and proved here first, with the golden samples beside it (FILE.golden.jsonl, see 'samples') or inside it.",
        "Instances read it where it lies, below one of their labelstream.rollout.locations, or from Kafka with --upload.");
    examples(
        "labelstream announce models/lid.176.ftz --slot language --upload",
        "labelstream announce new.ftz --slot language --upload --wait --sign release.pem",
        "labelstream announce new.ftz --slot language --canary 10 --effective-from +10m",
        "labelstream announce new.ftz --slot language --effective-from 2026-01-31T12:00+01:00",
        "labelstream announce fixed.ftz --slot language --effective-from=-2h --retroactive");
  }

  @Override
  protected void run() throws IOException, FleetException, InterruptedException {
    Logging.levels("WARN", "OFF");
    if (upload.value() && location.given().isPresent()) {
      throw new CliException(ExitCode.USAGE, "--upload and --location exclude each other: the instances read the model from one place");
    }
    final CheckedModel file = Models.check(model.value());
    final String modelName = name.given().orElseGet(() -> BaseModel.nameOf(model.value()));
    final String modelVersion = version.given().orElseGet(file::shortDigest);
    final FileAnnouncement.Request request = new FileAnnouncement.Request(
        file, slot.value(), modelName, modelVersion, traffic.traffic(modelName, modelVersion), effectiveFrom.value(),
        retroactive.value() ? Reach.RETROACTIVE : Reach.FORWARD, noVeto.value() ? Objections.IGNORED : Objections.HEARD, delivery(), note.value(),
        waiting.limit(), force.value() ? FileAnnouncement.Conflicts.WARN : FileAnnouncement.Conflicts.REFUSE);
    final RolloutPlace place = rollout.place();
    final AnnouncedText text = new AnnouncedText(place, key.given(), new AnnouncedText.Proof.Here(file.samples()));
    try (ControlSession session = ControlSession.open(place, RolloutOptions.signer(key), new AnnouncingLines(text, new Lines(io)))) {
      RolloutEnd.requireRolledOut(FileAnnouncement.announce(session, request));
    }
  }

  private FileAnnouncement.Delivery delivery() {
    return upload.value()
        ? new FileAnnouncement.Upload(artifactTopic.value(), UPLOAD_LIMIT)
        : new FileAnnouncement.ByReference(location.given());
  }
}
