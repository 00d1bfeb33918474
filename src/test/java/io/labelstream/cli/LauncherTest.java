package io.labelstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.cli.verb.ExitCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the launcher in a directory of its own, with JDKs and a Maven that are scripts. */
class LauncherTest {
  private static final Path SCRIPT = Path.of("labelstream");
  private static final List<String> TOOLS =
      List.of("sh", "sed", "head", "find", "readlink", "expr", "mkdir", "ln", "rm", "mv", "cat", "sleep", "uname", "od");
  private static final String VECTORS = "<--add-modules=jdk.incubator.vector>";
  private static final long DEADLINE_SECONDS = 300;

  @TempDir private Path directory;
  private Path home;
  private Path tools;

  @BeforeEach
  void layOut() throws IOException {
    home = Files.createDirectories(directory.resolve("a project"));
    Files.copy(SCRIPT, home.resolve("labelstream"));
    makeExecutable(home.resolve("labelstream"));
    tools = Files.createDirectories(directory.resolve("tools"));
    for (final String tool : TOOLS) {
      script(tools.resolve(tool), "exec " + whereIs(tool) + " \"$@\"");
    }
  }

  @Test
  void shouldTakeTheJdkOfJavaHomeWhenItIsNewEnough() throws Exception {
    // Given
    pretendBuilt();
    final Path jdk = fakeJdk("one", "25.0.1");

    // When
    final Outcome outcome = launch(Map.of("JAVA_HOME", jdk.toString()), "--version");

    // Then
    assertThat(outcome.lines()).first().isEqualTo("java of one");
    assertThat(outcome.status()).isZero();
  }

  @Test
  void shouldPassOverAJdkThatIsTooOld() throws Exception {
    // Given
    pretendBuilt();
    final Map<String, String> environment =
        Map.of("JAVA_HOME", fakeJdk("old", "17.0.15").toString(), "JAVA26_HOME", fakeJdk("new", "26").toString());

    // When
    final Outcome outcome = launch(environment, "--version");

    // Then
    assertThat(outcome.lines()).first().isEqualTo("java of new");
  }

  @Test
  void shouldPassOverAJavaHomeThatIsNoJdk() throws Exception {
    // Given
    pretendBuilt();
    final Map<String, String> environment =
        Map.of("JAVA_HOME", directory.resolve("nowhere").toString(), "JAVA25_HOME", fakeJdk("new", "25").toString());

    // When
    final Outcome outcome = launch(environment, "--version");

    // Then
    assertThat(outcome.lines()).first().isEqualTo("java of new");
  }

  @Test
  void shouldFindTheJdkOfAJavaOnThePathThroughSymbolicLinks() throws Exception {
    // Given
    pretendBuilt();
    Files.createSymbolicLink(tools.resolve("java"), fakeJdk("linked", "25.0.3").resolve("bin/java"));

    // When
    final Outcome outcome = launch(Map.of(), "--version");

    // Then
    assertThat(outcome.lines()).first().isEqualTo("java of linked");
  }

  @Test
  void shouldFindTheJdkInTheHomeDirectoryOfItsManager() throws Exception {
    // Given
    pretendBuilt();
    requireRelease(900);
    final Path jdk = Files.createDirectories(directory.resolve(".jdks")).resolve("jdk-900");
    Files.move(fakeJdk("managed", "900"), jdk);

    // When
    final Outcome outcome = launch(Map.of(), "--version");

    // Then
    assertThat(outcome.lines()).first().isEqualTo("java of managed");
  }

  @Test
  void shouldSayInOneLineWhatIsNeededWhenNoJdkIsNewEnough() throws Exception {
    // Given
    pretendBuilt();
    requireRelease(900);

    // When
    final Outcome outcome = launch(Map.of("JAVA_HOME", fakeJdk("old", "17").toString()), "demo");

    // Then
    assertThat(outcome.status()).isEqualTo(ExitCode.TOOL_MISSING.code());
    assertThat(outcome.lines()).singleElement().asString().startsWith("labelstream: a JDK 900 or newer is needed").contains("JAVA_HOME");
  }

  @Test
  void shouldSayInOneLineThatMavenIsMissing() throws Exception {
    // Given
    final Path jdk = fakeJdk("one", "25");

    // When
    final Outcome outcome = launch(Map.of("JAVA_HOME", jdk.toString()), "demo");

    // Then
    assertThat(outcome.status()).isEqualTo(ExitCode.TOOL_MISSING.code());
    assertThat(outcome.lines()).singleElement().asString().contains("Maven (mvn)");
  }

  @Test
  void shouldShowTheBuildsOutputWhenItFails() throws Exception {
    // Given
    script(tools.resolve("mvn"), "echo 'the compiler disagrees'; exit 1");

    // When
    final Outcome outcome = launch(Map.of("JAVA_HOME", fakeJdk("one", "25").toString()), "demo");

    // Then
    assertThat(outcome.status()).isEqualTo(ExitCode.BUILD_FAILED.code());
    assertThat(outcome.lines()).contains("the compiler disagrees");
    assertThat(home.resolve("target/.launcher-lock")).satisfies(lock -> assertThat(Files.isSymbolicLink(lock)).isFalse());
  }

  @Test
  void shouldBuildOnceWhenTwoStartTogether() throws Exception {
    // Given
    fakeMaven("sleep 1");
    final Map<String, String> environment = Map.of("JAVA_HOME", fakeJdk("one", "25").toString());
    final Running first = start(environment, List.of(home.resolve("labelstream").toString(), "--version"));

    // When
    final Outcome second = launch(environment, "--version");

    // Then
    assertThat(outcomeOf(first).status()).isZero();
    assertThat(second.status()).isZero();
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void shouldTakeOverTheLockOfAProcessThatIsGone() throws Exception {
    // Given
    fakeMaven(":");
    final Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    Files.createSymbolicLink(Files.createDirectories(home.resolve("target")).resolve(".launcher-lock"), Path.of("" + gone.pid()));

    // When
    final Outcome outcome = launch(Map.of("JAVA_HOME", fakeJdk("one", "25").toString()), "--version");

    // Then
    assertThat(outcome.status()).isZero();
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void shouldBuildAgainWhenASourceIsNewer() throws Exception {
    // Given
    pretendBuilt();
    fakeMaven(":");
    age(home.resolve("target/labelstream-app.jar"));

    // When
    final Outcome outcome = launch(Map.of("JAVA_HOME", fakeJdk("one", "25").toString()), "--version");

    // Then
    assertThat(outcome.lines()).first().asString().startsWith("labelstream: building");
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void shouldNotBuildAgainWhenTheBuildLeftTheJarAsItWas() throws Exception {
    // Given
    pretendBuilt();
    script(tools.resolve("mvn"), "echo built >>../builds");
    age(home.resolve("target/labelstream-app.jar"));
    final Map<String, String> environment = Map.of("JAVA_HOME", fakeJdk("one", "25").toString());
    launch(environment, "--version");

    // When
    final Outcome outcome = launch(environment, "--version");

    // Then
    assertThat(outcome.lines()).first().isEqualTo("java of one");
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void shouldNotBuildAfterMavenHasLeftTheJarAsItWas() throws Exception {
    // Given
    pretendBuilt();
    fakeMaven(":");
    age(home.resolve("target/labelstream-app.jar"));
    Files.writeString(home.resolve("target/labelstream.aot"), "");

    // When
    final Outcome outcome = launch(Map.of("JAVA_HOME", fakeJdk("one", "25").toString()), "--version");

    // Then
    assertThat(outcome.lines()).first().isEqualTo("java of one");
  }

  @Test
  void shouldRunWithoutSourcesWhereTheProgramIsBuilt() throws Exception {
    // Given
    pretendBuilt();
    Files.delete(home.resolve("pom.xml"));

    // When
    final Outcome outcome = launch(Map.of("JAVA_HOME", fakeJdk("one", "25").toString()), "--version");

    // Then
    assertThat(outcome.lines()).first().isEqualTo("java of one");
  }

  @Test
  void shouldPassArgumentsAsTheyAreThroughASymbolicLinkFromAnywhere() throws Exception {
    // Given
    pretendBuilt();
    final Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("a project/labelstream"));
    final Map<String, String> environment = Map.of("JAVA_HOME", fakeJdk("one", "25").toString());

    // When
    final Outcome outcome = outcomeOf(start(environment, List.of(link.toString(), "classify", "--model", "a  b", "*", "")));

    // Then
    final String jar = home.toRealPath().resolve("target/labelstream-app.jar").toString();
    assertThat(outcome.lines()).containsSubsequence("<-jar>", "<" + jar + ">", "<classify>", "<--model>", "<a  b>", "<*>", "<>");
  }

  @Test
  void shouldTellTheProgramThatItsOutputIsNoTerminal() throws Exception {
    // Given
    pretendBuilt();

    // When
    final Outcome outcome = launch(Map.of("JAVA_HOME", fakeJdk("one", "25").toString(), "COLUMNS", "90"), "classify", "--help");

    // Then
    assertThat(outcome.lines()).contains("<-Dlabelstream.terminal=no>").noneMatch(line -> line.startsWith("<-Dlabelstream.columns"));
  }

  @Test
  void shouldPutTheUsersFlagsBehindOurs() throws Exception {
    // Given
    pretendBuilt();
    final Map<String, String> environment =
        Map.of("JAVA_HOME", fakeJdk("one", "25").toString(), "LABELSTREAM_JAVA_OPTS", "-Xmx7g  *");

    // When
    final Outcome outcome = launch(environment, "classify");

    // Then
    assertThat(outcome.lines()).containsSubsequence("<-Xmx2g>", "<-Xmx7g>", "<*>", "<-jar>");
  }

  @Test
  void shouldLeaveTheChoiceOfTheCollectorToTheUser() throws Exception {
    // Given
    pretendBuilt();
    final String jdk = fakeJdk("one", "25").toString();

    // When
    final Outcome ours = launch(Map.of("JAVA_HOME", jdk), "classify");
    final Outcome theirs = launch(Map.of("JAVA_HOME", jdk, "LABELSTREAM_JAVA_OPTS", "-XX:+UseZGC"), "classify");

    // Then
    assertThat(ours.lines()).contains("<-XX:+UseSerialGC>");
    assertThat(theirs.lines()).contains("<-XX:+UseZGC>").doesNotContain("<-XX:+UseSerialGC>");
  }

  @Test
  void shouldLoadTheVectorModuleForTheVerbsThatGainFromIt() throws Exception {
    // Given
    pretendBuilt();
    final Map<String, String> environment = Map.of("JAVA_HOME", fakeJdk("one", "25").toString());

    // When
    final Outcome outcome = launch(environment, "--debug", "run", "--model", "m.ftz");
    final Outcome help = launch(environment, "run", "--help");

    // Then
    assertThat(outcome.lines()).contains(VECTORS);
    assertThat(help.lines()).doesNotContain(VECTORS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"classify", "evaluate m.bin", "inspect m.bin"})
  void shouldGiveTheVerbsThatNeedNoKafkaTheCacheAndNoVectors(final String verb) throws Exception {
    // Given
    pretendBuilt();
    Files.writeString(home.resolve("target/labelstream.aot"), "");
    final Map<String, String> environment = Map.of("JAVA_HOME", fakeJdk("one", "25").toString());

    // When
    final Outcome outcome = launch(environment, verb.split(" "));

    // Then
    assertThat(outcome.lines()).contains(cacheFlag()).doesNotContain(VECTORS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "bench pipeline"})
  void shouldStartPipelinesWithTheirCacheAndTheCollectorOfTheJvm(final String verb) throws Exception {
    // Given
    pretendBuilt();
    Files.writeString(home.resolve("target/labelstream-run.aot"), "");
    final Map<String, String> environment = Map.of("JAVA_HOME", fakeJdk("one", "25").toString());

    // When
    final Outcome outcome = launch(environment, verb.split(" "));

    // Then
    assertThat(outcome.lines()).contains(VECTORS, cacheFlag("labelstream-run.aot")).doesNotContain("<-XX:+UseSerialGC>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"train", "tune", "compress"})
  void shouldTrainWithVectorsAndTheirCacheWhenThereMayBeMuchData(final String verb) throws Exception {
    // Given
    pretendBuilt();
    Files.writeString(home.resolve("target/labelstream.aot"), "");
    Files.writeString(home.resolve("target/labelstream-vectors.aot"), "");
    final Map<String, String> environment = Map.of("JAVA_HOME", fakeJdk("one", "25").toString());

    // When
    final Outcome outcome = launch(environment, verb, "-", "--out", "m.bin");

    // Then
    assertThat(outcome.lines()).contains(VECTORS, "<-XX:+UseSerialGC>", cacheFlag("labelstream-vectors.aot")).doesNotContain(cacheFlag());
  }

  @ParameterizedTest
  @CsvSource({
    "--epochs 799 --dimensions 10, false", "--epochs=799 --dimensions=10, false", "--epochs 801 --dimensions 10, true", "--epochs=801 --dimensions=10, true",
    "--epochs 15, false", "--epochs 17, true", "--dimensions 310, false", "--dimensions 330, true", "--epochs 999999999 --dimensions 999999999, true"
  })
  void shouldTrainWithVectorsWhenItTakesLong(final String options, final boolean isLong) throws Exception {
    // Given
    pretendBuilt();
    Files.writeString(home.resolve("target/labelstream-short-train.aot"), "");
    final Map<String, String> environment = Map.of("JAVA_HOME", fakeJdk("one", "25").toString());
    final int bytes = options.contains("epochs") && options.contains("dimensions") ? 100_000 : 500_000;
    final String data = Files.write(directory.resolve("data.txt"), new byte[bytes]).toString();

    // When
    final Outcome outcome = launch(environment, ("train " + options + " " + data + " --out m.bin").split(" "));

    // Then
    final String shortCache = cacheFlag("labelstream-short-train.aot");
    assertThat(outcome.lines()).contains(isLong ? VECTORS : shortCache, "<" + data + ">").doesNotContain(isLong ? shortCache : VECTORS);
  }

  @ParameterizedTest
  @CsvSource({
    "--size 64KiB --out m.ftz, 4, 500000, false", "--size=9KiB --out=m.ftz, 4, 500000, false", "--size 64KiB --out m.safetensors, 4, 500000, true",
    "--size 100KiB --out m.ftz, 4, 500000, true", "--size 64KiB --out m.ftz, 400, 500000, true", "--size 64KiB --out m.ftz, 4, 11000000, true",
    "--size 64KiB --out m.ftz, 0, 500000, true", "--size 64KiB --out m.ftz, 100000, 500, true", "--out m.ftz, 4, 500000, true"
  })
  void shouldCompressWithVectorsWhenItTakesLong(final String options, final int labels, final int bytes, final boolean isLong) throws Exception {
    // Given
    pretendBuilt();
    Files.writeString(home.resolve("target/labelstream-short-train.aot"), "");
    final Map<String, String> environment = Map.of("JAVA_HOME", fakeJdk("one", "25").toString());
    final String data = Files.write(directory.resolve("data.txt"), new byte[bytes]).toString();
    final ByteBuffer header = ByteBuffer.allocate(100).order(ByteOrder.LITTLE_ENDIAN).putInt(0, 793_712_314).putInt(8, 10).putInt(72, labels);
    final String model = Files.write(directory.resolve("model.bin"), header.array()).toString();

    // When
    final Outcome outcome = launch(environment, ("compress " + model + " --data " + data + " " + options).split(" "));

    // Then
    final String shortCache = cacheFlag("labelstream-short-train.aot");
    assertThat(outcome.lines()).contains(isLong ? VECTORS : shortCache, "<" + data + ">").doesNotContain(isLong ? shortCache : VECTORS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"train encoder texts.txt --layers 2", "train encoder texts.txt --layers=1", "train inception texts.txt", "tune inception texts.txt"})
  void shouldFetchPyTorchOnceWhenItTrains(final String words) throws Exception {
    // Given
    pretendBuilt();
    script(tools.resolve("mvn"), "echo \"$@\" >>'" + directory.resolve("fetched") + "'; mkdir -p target/pytorch");
    final Map<String, String> environment = Map.of("JAVA_HOME", fakeJdk("one", "25").toString());

    // When
    launch(environment, words.split(" "));
    final Outcome second = launch(environment, words.split(" "));

    // Then
    final String target = home.toRealPath().resolve("target").toString();
    assertThat(Files.readAllLines(directory.resolve("fetched"))).singleElement().asString()
        .endsWith("dependency:copy-dependencies@pytorch dependency:copy@pytorch-native");
    assertThat(second.lines()).containsSubsequence("<-classpath>", "<" + target + "/labelstream-app.jar:" + target + "/pytorch/*>", "<io.labelstream.cli.Main>", "<" + words.split(" ")[0] + ">");
  }

  @Test
  void shouldSayInOneLineThatPyTorchCouldNotBeFetched() throws Exception {
    // Given
    pretendBuilt();
    script(tools.resolve("mvn"), "echo 'no such host'; exit 1");

    // When
    final Outcome outcome = launch(Map.of("JAVA_HOME", fakeJdk("one", "25").toString()), "train", "encoder", "texts.txt", "--layers", "2");

    // Then
    assertThat(outcome.status()).isEqualTo(ExitCode.TOOL_MISSING.code());
    assertThat(outcome.lines()).last().asString().contains("PyTorch, which could not be fetched").contains(".launcher-build.log");
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "train encoder texts.txt --layers 0", "train encoder texts.txt --layers=0", "train encoder texts.txt --dimensions 2", "train labeltree inception.txt", "inspect inception"
  })
  void shouldFetchNothingForOtherWork(final String words) throws Exception {
    // Given
    pretendBuilt();

    // When
    final Outcome outcome = launch(Map.of("JAVA_HOME", fakeJdk("one", "25").toString()), words.split(" "));

    // Then
    assertThat(outcome.lines()).contains("<-jar>").doesNotContain("<-classpath>");
  }

  @Test
  void shouldRunWithoutTheCacheWhereThereIsNone() throws Exception {
    // Given
    pretendBuilt();

    // When
    final Outcome outcome = launch(Map.of("JAVA_HOME", fakeJdk("one", "25").toString()), "classify");

    // Then
    assertThat(outcome.lines()).contains("<classify>").noneMatch(line -> line.startsWith("<-XX:AOTCache="));
  }

  @Test
  void shouldNotNeedAHomeDirectory() throws Exception {
    // Given
    pretendBuilt();
    requireRelease(900);
    final Path script = home.resolve("labelstream");
    Files.writeString(script, Files.readString(script).replace("set -eu", "set -eu; unset HOME"));

    // When
    final Outcome outcome = launch(Map.of(), "--version");

    // Then
    assertThat(outcome.lines()).singleElement().asString().startsWith("labelstream: a JDK 900 or newer is needed");
  }

  @Test
  void shouldEndWithTheStatusOfTheProgram() throws Exception {
    // Given
    pretendBuilt();
    final Path jdk = fakeJdk("one", "25");
    script(jdk.resolve("bin/java"), "exit 42");

    // When
    final Outcome outcome = launch(Map.of("JAVA_HOME", jdk.toString()), "inspect");

    // Then
    assertThat(outcome.status()).isEqualTo(42);
  }

  @ParameterizedTest
  @ValueSource(strings = {"<&-", ">&-", "2>&-", "<&- >&- 2>&-"})
  void shouldGiveTheProgramTheNullDeviceForADescriptorThatIsClosed(final String closing) throws Exception {
    // Given
    pretendBuilt();
    final Path jdk = fakeJdk("one", "25");
    final Path seen = directory.resolve("seen");
    script(jdk.resolve("bin/java"), "for descriptor in 0 1 2; do { true 3<&$descriptor; } 2>/dev/null && echo open >>'" + seen + "'; done; cat >>'" + seen + "'");
    final String command = "exec \"$@\" </dev/null " + closing;

    // When
    final Outcome outcome =
        outcomeOf(start(Map.of("JAVA_HOME", jdk.toString()), List.of("/bin/sh", "-c", command, "sh", home.resolve("labelstream").toString(), "classify")));

    // Then
    assertThat(outcome).isEqualTo(new Outcome(0, List.of()));
    assertThat(seen).hasContent("open\nopen\nopen\n");
  }

  @ParameterizedTest
  @CsvSource({
      // The character set of these is ASCII.
      "LC_ALL, C, C.UTF-8", "LC_ALL, POSIX, C.UTF-8", "LANG, C, C.UTF-8", "NOTHING, set, C.UTF-8",
      // These may not be installed, and then it is ASCII, too.
      "LANG, de_DE.UTF-8, C.UTF-8", "LC_CTYPE, en_GB.utf8, C.UTF-8", "LANG, xx_XX.ISO-8859-1, C.UTF-8",
      // This one is, and arguments come in it.
      "LANG, de_DE.ISO-8859-1, unset"})
  void shouldTakeArgumentsAsUtf8WhereTheirCharacterSetWouldBeAscii(final String variable, final String value, final String expected) throws Exception {
    // Given
    pretendBuilt();
    pretendLocales("C.utf8");
    fakeLocaleTool("de_DE.ISO-8859-1) echo ISO-8859-1", "");

    // When
    final Outcome outcome = launch(Map.of("JAVA_HOME", localeTellingJdk().toString(), variable, value), "classify", "größe");

    // Then
    assertThat(outcome.lines()).containsExactly(expected, "größe");
  }

  @Test
  void shouldTakeAnotherUtf8LocaleWhereThereIsNoneOfTheUsualName() throws Exception {
    // Given
    pretendBuilt();
    pretendLocales("no locales");
    fakeLocaleTool("en_US.utf8) echo UTF-8", "C POSIX de_DE.iso88591 en_US.utf8");

    // When
    final Outcome outcome = launch(Map.of("JAVA_HOME", localeTellingJdk().toString(), "LC_ALL", "C"), "classify", "größe");

    // Then
    assertThat(outcome.lines()).containsExactly("en_US.utf8", "größe");
  }

  @Test
  void shouldKeepAUtf8LocaleThatIsInEffectWhereThereIsNoneOfTheUsualName() throws Exception {
    // Given
    pretendBuilt();
    pretendLocales("no locales");
    fakeLocaleTool("en_US.utf8) echo UTF-8", "C POSIX en_US.utf8");

    // When
    final Outcome outcome = launch(Map.of("JAVA_HOME", localeTellingJdk().toString(), "LANG", "en_US.utf8"), "classify", "größe");

    // Then
    assertThat(outcome.lines()).containsExactly("unset", "größe");
  }

  @Test
  void shouldTakeTheUsualNameWhereNothingTellsOfLocales() throws Exception {
    // Given
    pretendBuilt();
    pretendLocales("no locales");

    // When
    final Outcome outcome = launch(Map.of("JAVA_HOME", localeTellingJdk().toString(), "LC_ALL", "C"), "classify", "größe");

    // Then
    assertThat(outcome.lines()).containsExactly("C.UTF-8", "größe");
  }

  private Outcome launch(final Map<String, String> environment, final String... arguments) throws Exception {
    final List<String> command = new ArrayList<>(List.of(home.resolve("labelstream").toString()));
    command.addAll(List.of(arguments));
    return outcomeOf(start(environment, command));
  }

  private Running start(final Map<String, String> environment, final List<String> command) throws IOException {
    final Path output = Files.createTempFile(directory, "output", ".txt");
    final ProcessBuilder builder =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().clear();
    builder.environment().putAll(new HashMap<>(Map.of("PATH", tools.toString(), "HOME", directory.toString())));
    builder.environment().putAll(environment);
    return new Running(builder.start(), output);
  }

  private static Outcome outcomeOf(final Running running) throws Exception {
    try {
      assertThat(running.process().waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).as("the launcher ends in time").isTrue();
      return new Outcome(running.process().exitValue(), Files.readAllLines(running.output()));
    } finally {
      running.process().destroyForcibly();
    }
  }

  private Path fakeJdk(final String name, final String version) throws IOException {
    final Path jdk = directory.resolve("jdk " + name);
    Files.createDirectories(jdk.resolve("bin"));
    Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"nobody\"\nJAVA_VERSION=\"" + version + "\"\n");
    script(jdk.resolve("bin/java"), "echo 'java of " + name + "'; for argument in \"$@\"; do echo \"<$argument>\"; done");
    return jdk;
  }

  /** Its java tells the locale and its last argument. */
  private Path localeTellingJdk() throws IOException {
    final Path jdk = fakeJdk("one", "25");
    script(jdk.resolve("bin/java"), "echo \"${LC_ALL-unset}\"; for argument in \"$@\"; do last=$argument; done; echo \"$last\"");
    return jdk;
  }

  /** A folder of locales with one that has this name. */
  private void pretendLocales(final String name) throws IOException {
    final Path locales = directory.resolve("locales");
    Files.createDirectories(locales.resolve(name));
    final Path script = home.resolve("labelstream");
    Files.writeString(script, Files.readString(script).replace("/usr/lib/locale", locales.toString()));
  }

  /** A tool that knows the character set of one locale, a case of a shell's, and lists others. */
  private void fakeLocaleTool(final String known, final String all) throws IOException {
    script(tools.resolve("locale"), "case $1 in -a) printf '%s\\n' " + all + ";; charmap) case ${LC_ALL:-${LC_CTYPE:-${LANG:-C}}} in " + known
        + ";; *) echo ANSI_X3.4-1968;; esac;; esac");
  }

  private void fakeMaven(final String first) throws IOException {
    script(tools.resolve("mvn"), first + "; echo built >>../builds; mkdir -p target/lib; : >target/labelstream-app.jar");
  }

  private String cacheFlag() throws IOException {
    return cacheFlag("labelstream.aot");
  }

  private String cacheFlag(final String file) throws IOException {
    return "<-XX:AOTCache=" + home.toRealPath().resolve("target").resolve(file) + ">";
  }

  private long builds() throws IOException {
    return Files.readAllLines(directory.resolve("builds")).size();
  }

  private void pretendBuilt() throws IOException {
    Files.createDirectories(home.resolve("src/main"));
    Files.createDirectories(home.resolve("schemas"));
    Files.writeString(home.resolve("pom.xml"), "");
    Files.createDirectories(home.resolve("target/lib"));
    Files.writeString(home.resolve("target/labelstream-app.jar"), "");
  }

  private void requireRelease(final int release) throws IOException {
    final Path script = home.resolve("labelstream");
    Files.writeString(script, Files.readString(script).replace("required=25", "required=" + release));
  }

  private static void age(final Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(3600)));
  }

  private static void script(final Path file, final String line) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + line + "\n");
    makeExecutable(file);
  }

  private static void makeExecutable(final Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static Path whereIs(final String tool) {
    return List.of("/usr/bin", "/bin").stream().map(folder -> Path.of(folder, tool)).filter(Files::exists).findFirst().orElseThrow();
  }

  private record Running(Process process, Path output) {}

  private record Outcome(int status, List<String> lines) {}
}
