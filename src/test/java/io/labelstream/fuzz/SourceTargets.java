package io.labelstream.fuzz;

import io.labelstream.fuzz.FuzzTarget.Bound;
import io.labelstream.fuzz.FuzzTarget.Reader;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.train.encoder.source.EncoderSource;
import io.labelstream.train.encoder.source.SourceSeeds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Sentence encoders of other programs: each file of a folder, an ONNX file, an archive. The other files of the encoder are sound. */
final class SourceTargets {
  private static final Bound FILES = Bound.of(64, 8 << 20);
  /** A file is compressed at most so many times. */
  private static final Bound ARCHIVES = Bound.of(64 * 1_032, 8 << 20);
  private static final List<Class<? extends Exception>> REFUSALS = List.of(ModelRefusedException.class);

  private SourceTargets() {}

  static List<FuzzTarget> of(final Path folder) throws IOException {
    final Path whole = folder.resolve("whole");
    SourceSeeds.writeFolder(whole);
    final String tokenizer = Files.readString(whole.resolve("tokenizer.json"));
    final List<FuzzTarget> targets = new ArrayList<>();
    for (final String part : List.of("config.json", "tokenizer.json", "modules.json", "1_Pooling/config.json", "2_Dense/config.json")) {
      targets.add(part(folder, part, Files.readAllBytes(whole.resolve(part))));
    }
    targets.add(part(folder, "model.safetensors", Files.readAllBytes(whole.resolve("model.safetensors"))).with(SafetensorsLayout::of));
    targets.add(part(folder, "2_Dense/model.safetensors", Files.readAllBytes(whole.resolve("2_Dense/model.safetensors"))).with(SafetensorsLayout::of));
    final Path pieces = folder.resolve("encoder-vocab.txt");
    SourceSeeds.writeFolder(pieces);
    Files.delete(pieces.resolve("tokenizer.json"));
    Files.writeString(pieces.resolve("tokenizer_config.json"), "{\"do_lower_case\":true,\"strip_accents\":null,\"tokenize_chinese_chars\":true}");
    targets.add(target("encoder-vocab.txt", List.of(SourceSeeds.pieces().getBytes(StandardCharsets.UTF_8)), FILES, pieces.resolve("vocab.txt"), pieces));
    final Path onnx = Files.createDirectories(folder.resolve("onnx")).resolve("tiny.onnx");
    Files.writeString(onnx.resolveSibling("tokenizer.json"), tokenizer);
    targets.add(target("encoder-onnx", SourceSeeds.networks(), FILES, onnx, onnx));
    final Path archive = folder.resolve("tiny.jar");
    targets.add(target("encoder-archive", List.of(archive(tokenizer)), ARCHIVES, archive, archive));
    return targets;
  }

  private static FuzzTarget part(final Path folder, final String part, final byte[] seed) throws IOException {
    final String name = "encoder-" + part.replace('/', '-');
    final Path own = folder.resolve(name);
    SourceSeeds.writeFolder(own);
    return target(name, List.of(seed), FILES, own.resolve(part), own);
  }

  private static FuzzTarget target(final String name, final List<byte[]> seeds, final Bound bound, final Path file, final Path source) {
    return FuzzTarget.of(name, seeds, bound, input -> {
      Inputs.write(file, input);
      EncoderSource.read(source, Optional.empty());
      return Reader.ACCEPTED;
    }, REFUSALS);
  }

  private static byte[] archive(final String tokenizer) throws IOException {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("tiny.onnx"));
      zip.write(SourceSeeds.networks().getFirst());
      zip.putNextEntry(new ZipEntry("tokenizer.json"));
      zip.write(tokenizer.getBytes(StandardCharsets.UTF_8));
    }
    return out.toByteArray();
  }
}
