package io.labelstream.cli.rollout;

import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.Options;
import io.labelstream.cli.verb.Verb;
import io.labelstream.rollout.control.KeyFileException;
import io.labelstream.rollout.control.SigningKey;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** {@code keys}: the keys that announcements are signed with. */
public final class KeysCommand implements Verb {
  private static final String EXAMPLE = "  labelstream keys generate --out release.pem";

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

  public KeysCommand(final Io io) {
    spec.name("keys").usageMessage()
        .description("Makes the keys that announcements are signed with.")
        .synopsisSubcommandLabel("generate")
        .footer(EXAMPLE);
    spec.addSubcommand("generate", new Generate(io).spec());
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "say what to do: generate");
  }

  /** Where the public half of a private key's file is. */
  static Path publicHalf(final Path privateFile) {
    return privateFile.resolveSibling(privateFile.getFileName() + ".pub");
  }

  /** {@code keys generate}: a new pair. */
  private static final class Generate implements Verb {
    private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
    private final Io io;
    private Path file;

    Generate(final Io io) {
      this.io = io;
      spec.name("generate").usageMessage()
          .description(
              "Makes an Ed25519 key pair: FILE, private, which only you can read, and FILE.pub.",
              "Files that exist are never overwritten.")
          .footer(EXAMPLE);
      spec.addOption(Options.value(Path.class, value -> file = value, "-o", "--out").required(true).paramLabel("FILE")
          .description("Where to write the private key.").build());
    }

    @Override
    public CommandSpec spec() {
      return spec;
    }

    @Override
    public Integer call() throws IOException {
      final Path publicFile = publicHalf(file);
      try {
        SigningKey.generate(file, publicFile);
      } catch (final KeyFileException failure) {
        throw new CliException(ExitCode.FILE_UNREADABLE, failure.getMessage(), failure);
      }
      final Lines lines = new Lines(io);
      lines.line(file + "  private: keep it from others; sign with `announce --sign " + file + "`");
      lines.line(publicFile + "  public: name it on each instance, labelstream.rollout.public.keys=" + publicFile);
      return ExitCode.OK.code();
    }
  }
}
