package io.labelstream.train.ensemble;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.cli.Cli;
import io.labelstream.model.ModelArtifact;
import io.labelstream.model.ensemble.EnsembleArtifact;
import io.labelstream.model.ensemble.EnsembleFile;
import io.labelstream.model.load.ModelLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnsembleTrainingTest {
  @TempDir private static Path folder;

  private static Path tree;
  private static Path words;
  private static Path others;

  @BeforeAll
  static void train() throws Exception {
    final Path data = Files.writeString(folder.resolve("data.tsv"), Treatises.lines(0, 400));
    others = Files.writeString(folder.resolve("others.tsv"), Treatises.lines(400, 600));
    tree = folder.resolve("tree.safetensors");
    words = folder.resolve("words.bin");
    succeed("train", "labeltree", data.toString(), "--label-separator", ",", "--threads", "1", "--out", tree.toString());
    succeed("train", data.toString(), "--label-separator", ",", "--threads", "1", "--loss", "ova", "--epochs", "3", "--dimensions", "8", "--buckets", "1",
        "--out", words.toString());
  }

  @Test
  void shouldWeighMembersByTheirMerits() throws Exception {
    final Path out = folder.resolve("weighed.safetensors");

    final Cli.Result result = ensemble(out, words, tree);

    assertThat(result.status()).as(result.err()).isZero();
    assertThat(result.out()).contains("2 members combined in ").contains("cross-validated; members alone ");
    assertThat(Files.readString(folder.resolve("weighed.safetensors.card.md")))
        .contains("| member words.bin | fasttext/12 of ").contains("expected calibration error 0.0").contains("cross-validated in 5 parts of 200 texts |");
    try (ModelArtifact artifact = ModelLoader.read(out)) {
      final EnsembleFile file = ((EnsembleArtifact) artifact).file();
      assertThat(file.combination().weights().get(0)).isLessThan(0.2f);
      assertThat(file.labels().size()).isEqualTo(44);
    }
  }

  @Test
  void shouldMakeTheSameBytesEachTime() throws Exception {
    final Path first = folder.resolve("first.safetensors");
    final Path second = folder.resolve("second.safetensors");

    final Cli.Result result = ensemble(first, tree, words);

    assertThat(result.status()).as(result.err()).isZero();
    assertThat(ensemble(second, tree, words).status()).isZero();
    assertThat(second).hasSameBinaryContentAs(first);
  }

  @Test
  void shouldBeUsedLikeAnyModel() {
    final Path out = folder.resolve("used.safetensors");
    succeed("train", "ensemble", others.toString(), "--label-separator", ",", "--hold-out", "0.5", "--members", tree + "," + words, "--out", out.toString());

    final Cli.Result evaluated = Cli.run("evaluate", out.toString(), others.toString(), "--label-separator", ",", "--top", "2");

    assertThat(evaluated.status()).as(evaluated.err()).isZero();
    assertThat(evaluated.out()).contains("accuracy     1.0000");
    assertThat(Cli.run("inspect", out.toString()).out()).contains("member0.labels").contains("member1                 fasttext/12, 44 labels, weight ");
    assertThat(Cli.run("verify", out.toString()).status()).isZero();
  }

  @Test
  void shouldRefuseToCompress() {
    final Path out = folder.resolve("large.safetensors");
    assertThat(ensemble(out, tree, words).status()).isZero();

    final Cli.Result result = Cli.run("compress", out.toString(), "--out", folder.resolve("small.safetensors").toString());

    assertThat(result.err()).contains("large.safetensors' is a model of the family ensemble, whose models cannot be compressed; "
        + "use it as it is, or compress the models that it is made of before it is made");
  }

  @Test
  void shouldRefuseWhatIsNoMember() throws Exception {
    final Path made = folder.resolve("made.safetensors");
    assertThat(ensemble(made, tree, words).status()).isZero();
    final Path truncated = Files.write(folder.resolve("truncated.bin"), Arrays.copyOf(Files.readAllBytes(words), 500));

    assertRefused("--members names 1 models, expected 2 to 16, with commas between", tree);
    assertRefused("--members names 17 models, expected 2 to 16, with commas between", IntStream.range(0, 17).mapToObj(_ -> tree).toArray(Path[]::new));
    assertRefused("made.safetensors' cannot be a member: it is an ensemble itself; name its members instead", tree, made);
    assertRefused("words.bin' cannot be a member: it has the same bytes as '" + words + "', expected different models", words, tree, words);
    assertRefused("truncated.bin' cannot be a member: the file is shorter than its header says", tree, truncated);
    assertRefused(folder.resolve("missing.bin") + "' does not exist", tree, folder.resolve("missing.bin"));
    assertRefused(folder + "' cannot be a member: it cannot be read: ", tree, folder);
  }

  private static void assertRefused(final String message, final Path... members) {
    final Path out = folder.resolve("refused.safetensors");
    final Cli.Result result = ensemble(out, members);
    assertThat(result.status()).as(message).isNotZero();
    assertThat(result.err()).contains(message).doesNotContain("\tat ");
    assertThat(out).doesNotExist();
  }

  @Test
  void shouldRefuseTextsWithoutTheLabelsOfMembers() throws Exception {
    final Path strange = Files.writeString(folder.resolve("strange.tsv"), "unknown\tsome text\nstrange\tanother text\n");

    final Cli.Result result = Cli.run("train", "ensemble", strange.toString(), "--members", tree + "," + words, "--out", folder.resolve("none").toString());

    assertThat(result.err()).contains("strange.tsv' has 0 texts with a label that a member has, expected at least 10");
  }

  @Test
  void shouldRefuseAMemberThatKnowsOtherLabels() throws Exception {
    final Path data = Files.writeString(folder.resolve("spelled.tsv"), Treatises.lines(0, 400).replace("subject-", "Subject ").replace("field-", "Field "));
    final Path spelled = folder.resolve("spelled.safetensors");
    succeed("train", "labeltree", data.toString(), "--label-separator", ",", "--threads", "1", "--out", spelled.toString());

    assertRefused("spelled.safetensors' names no right label for any of 200 texts of '" + others + "'; are its labels spelled as there?", tree, spelled);
  }

  private static Cli.Result ensemble(final Path out, final Path... members) {
    return Cli.run("train", "ensemble", others.toString(), "--label-separator", ",", "--threads", "1", "--out", out.toString(), "--members",
        String.join(",", Stream.of(members).map(Path::toString).toList()));
  }

  private static void succeed(final String... words) {
    final Cli.Result result = Cli.run(words);
    assertThat(result.status()).as(List.of(words) + result.err()).isZero();
  }
}
