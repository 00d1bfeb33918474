package io.labelstream.rollout;

import io.labelstream.rollout.control.Announcement;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Verdict;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/** Decides whether a rollout writes verdicts on announcements to the control log. */
public sealed interface Judge {

  /**
   * It writes them.
   *
   * @param name the instance's name
   * @param log takes them
   */
  record Instance(String name, VerdictLog log) implements Judge {
    private static final Logger LOG = LoggerFactory.getLogger(Judge.class);

    public Instance {
      Objects.requireNonNull(name);
      Objects.requireNonNull(log);
    }

    /** Logs a finding on an announcement and begins to write it. */
    void write(final Entry entry, final Verdict.Finding finding) {
      final Announcement announcement = entry.announcement();
      final LoggingEventBuilder line = LOG.atLevel(finding instanceof Verdict.Veto ? Level.WARN : Level.INFO).addKeyValue("slot", announcement.slot())
          .addKeyValue("model", announcement.model()).addKeyValue("version", announcement.version()).addKeyValue("offset", entry.offset());
      switch (finding) {
        case Verdict.Proved _ -> line.log("this instance has proved an announcement");
        case final Verdict.Veto veto -> line.addKeyValue("code", veto.code()).log("this instance objects to an announcement");
      }
      log.write(new Verdict(announcement.slot(), announcement.sequence(), entry.offset(), name, finding));
    }
  }

  /** It only follows the log, as a replay does. */
  record Reader() implements Judge {}

  /** Takes verdicts. */
  interface VerdictLog {
    /** Begins to write, and returns at once. For a verdict that does not come back in the log, it is called again. */
    void write(Verdict verdict);
  }
}
