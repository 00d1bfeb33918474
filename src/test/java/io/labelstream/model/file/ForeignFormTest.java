package io.labelstream.model.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.model.ModelDefect;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.load.ModelLoader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForeignFormTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "'' | the file is empty; copy or download it again",
      "version https://git-lfs.github.com/spec/v1\\noid sha256:4d7a21\\nsize 938013\\n | the file is a pointer of Git LFS, which only stands for "
          + "the model; fetch the model with 'git lfs pull'",
      "<!DOCTYPE html>\\n<html><body>Not Found | the file is a page in HTML or XML, as a download that failed leaves behind; download the "
          + "model from the address of the file itself",
      "\uFEFF \\n<HTML> | the file is a page in HTML or XML, as a download that failed leaves behind; download the model from the address of the file itself",
      "<?xml version=\"1.0\"?><Error><Code>AccessDenied | the file is a page in HTML or XML, as a download that failed leaves behind; download "
          + "the model from the address of the file itself",
      "2 3\\nthe 0.1 0.2 0.3\\n | the file holds word vectors as text (.vec), which have no labels; train a classifier that "
          + "starts from them, with 'train --pretrained'",
      "__label__a some text\\n | the file holds labelled texts; train a model on them, with 'train'",
      "BZh91AY&SY | the file is compressed with bzip2; unpack it with 'bunzip2'",
      "something else | the file does not start like safetensors, nor like a model of a family known here (encoder, ensemble, fasttext, inception, keywords, labeltree); it has 14 bytes"})
  void shouldSayWhatAFileIsThatIsNoModel(final String content, final String expected) throws IOException {
    assertRefused(content.replace("\\n", "\n").getBytes(StandardCharsets.UTF_8), expected);
  }

  @Test
  void shouldKnowCompressedModels() throws IOException {
    final ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(gzip)) {
      out.write(Files.readAllBytes(Path.of("models/lid.176.ftz")));
    }
    final ByteArrayOutputStream zip = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(zip)) {
      out.putNextEntry(new ZipEntry("model.bin"));
    }
    assertRefused(gzip.toByteArray(), "the file is compressed with gzip; unpack it with 'gunzip', and with 'tar -x' if it is an archive");
    assertRefused(zip.toByteArray(), "the file is a zip archive; unpack the model with 'unzip'");
  }

  private void assertRefused(final byte[] content, final String expected) throws IOException {
    final Path file = Files.write(folder.resolve("model.ftz"), content);
    assertThatThrownBy(() -> ModelLoader.open(file))
        .isInstanceOfSatisfying(ModelRefusedException.class, refused -> assertThat(refused.defect()).isEqualTo(ModelDefect.NOT_A_MODEL))
        .hasMessage(expected);
    assertThatThrownBy(() -> ModelLoader.describe(file)).hasMessage(expected);
  }
}
