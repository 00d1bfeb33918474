package io.labelstream.cli;

import io.labelstream.rollout.KeyFileException;
import io.labelstream.rollout.SigningKey;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code keys}: the keys that announcements are signed with. */
@Command(
    name = "keys",
    description = "Makes the keys that announcements are signed with.",
    subcommands = KeysCommand.Generate.class,
    synopsisSubcommandLabel = "generate",
    footer = {"  labelstream keys generate --out release.pem"})
final class KeysCommand implements Runnable {
  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do: generate");
  }

  /** Where the public half of a private key's file is. */
  static Path publicHalf(final Path privateFile) {
    return privateFile.resolveSibling(privateFile.getFileName() + ".pub");
  }

  /** {@code keys generate}: a new pair. */
  @Command(
      name = "generate",
      description = {
        "Makes an Ed25519 key pair: FILE, private, which only you can read, and FILE.pub.",
        "Files that exist are never overwritten."
      },
      footer = {"  labelstream keys generate --out release.pem"})
  static final class Generate implements Callable<Integer> {
    @ParentCommand private KeysCommand keys;
    @Spec private CommandSpec spec;

    @Option(names = {"-o", "--out"}, required = true, paramLabel = "FILE", description = "Where to write the private key.")
    private Path file;

    @Override
    public Integer call() {
      final Path publicFile = publicHalf(file);
      try {
        SigningKey.generate(file, publicFile);
      } catch (final KeyFileException failure) {
        throw new CliException(ExitCode.FILE_UNREADABLE, failure.getMessage(), failure);
      }
      spec.commandLine().getOut().println(file + "  private: keep it from others; sign with `announce --sign " + file + "`");
      spec.commandLine().getOut().println(publicFile + "  public: name it on each instance, labelstream.rollout.public.keys=" + publicFile);
      spec.commandLine().getOut().flush();
      return ExitCode.OK.code();
    }
  }
}
