package io.labelstream.model.file;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** Files that are sometimes taken for models. They are recognised by their first bytes, read as ISO-8859-1. */
public enum ForeignForm {
  EMPTY("\\A\\z", "the file is empty", "copy or download it again"),
  GIT_LFS_POINTER("\\Aversion https://git-lfs\\.github\\.com/", "the file is a pointer of Git LFS, which only stands for the model",
      "fetch the model with 'git lfs pull'"),
  GZIP("\\A\\x1F\\x8B", "the file is compressed with gzip", "unpack it with 'gunzip', and with 'tar -x' if it is an archive"),
  ZIP("\\APK\\x03\\x04", "the file is a zip archive", "unpack the model with 'unzip'"),
  XZ("\\A\\xFD7zXZ\\x00", "the file is compressed with xz", "unpack it with 'xz -d'"),
  ZSTANDARD("\\A\\x28\\xB5\\x2F\\xFD", "the file is compressed with Zstandard", "unpack it with 'zstd -d'"),
  BZIP2("\\ABZh[1-9]", "the file is compressed with bzip2", "unpack it with 'bunzip2'"),
  PAGE("(?i)\\A(?:\\xEF\\xBB\\xBF)?\\s*<(?:!doctype|!--|html|head|body|\\?xml)", "the file is a page in HTML or XML, as a download that failed leaves behind",
      "download the model from the address of the file itself"),
  WORD_VECTORS("\\A(?:\\xEF\\xBB\\xBF)?[0-9]+[ \\t]+[0-9]+[ \\t]*\\r?\\n", "the file holds word vectors as text (.vec), which have no labels",
      "train a classifier that starts from them, with 'train --pretrained'"),
  LABELLED_TEXTS("\\A(?:\\xEF\\xBB\\xBF)?\\s*__label__", "the file holds labelled texts", "train a model on them, with 'train'");

  /** Enough bytes for any of them. */
  private static final int FIRST_BYTES = 256;

  private final Pattern start;
  private final String inWords;

  ForeignForm(final String start, final String form, final String remedy) {
    this.start = Pattern.compile(start);
    this.inWords = form + "; " + remedy;
  }

  /** The form of a file that is no model, if it is one of these. */
  public static Optional<ForeignForm> of(final MemorySegment file) {
    final byte[] first = file.asSlice(0, Math.min(FIRST_BYTES, file.byteSize())).toArray(ValueLayout.JAVA_BYTE);
    final String text = new String(first, StandardCharsets.ISO_8859_1);
    return Arrays.stream(values()).filter(form -> form.start.matcher(text).find()).findFirst();
  }

  /** The form and the remedy, for people. */
  public String inWords() {
    return inWords;
  }
}
