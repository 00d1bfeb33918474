package io.labelstream.cli.rollout;

import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.Command;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.Option;
import io.labelstream.rollout.control.KeyFileException;
import io.labelstream.rollout.control.SigningKey;
import java.io.IOException;
import java.nio.file.Path;

/** {@code keys}: makes the keys that announcements are signed with. */
public final class KeysCommand extends Command {
  private static final String EXAMPLE = "labelstream keys generate --out release.pem";

  public KeysCommand(final Io io) {
    super(io, "keys", "Makes the keys that announcements are signed with.");
    examples(EXAMPLE);
    verbs("generate", new Generate(io));
  }

  @Override
  protected void run() {
    throw options.mistake("say what to do: generate");
  }

  /** The path of the public half of a private key's file. */
  static Path publicHalf(final Path privateFile) {
    return privateFile.resolveSibling(privateFile.getFileName() + ".pub");
  }

  /** {@code keys generate}: makes a new pair. */
  private static final class Generate extends Command {
    private final Option<Path> file = options.value(Path.class, "-o", "--out").required("FILE", "Where to write the private key.");

    Generate(final Io io) {
      super(io, "generate",
          "Makes an Ed25519 key pair: FILE, private, which only you can read, and FILE.pub.",
          "Files that exist are never overwritten.");
      examples(EXAMPLE);
    }

    @Override
    protected void run() throws IOException {
      final Path publicFile = publicHalf(file.value());
      try {
        SigningKey.generate(file.value(), publicFile);
      } catch (final KeyFileException failure) {
        throw new CliException(ExitCode.FILE_UNREADABLE, failure.getMessage(), failure);
      }
      final Lines lines = new Lines(io);
      lines.line(file.value() + "  private: keep it from others; sign with `announce --sign " + file.value() + "`");
      lines.line(publicFile + "  public: name it on each instance, labelstream.rollout.public.keys=" + publicFile);
    }
  }
}
