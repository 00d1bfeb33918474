package io.labelstream.model.load;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.model.ModelFamily;
import java.io.File;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ModelLoaderTest {
  /** The class path as in a jar that was made of all its jars, without their service files. */
  private static final class WithoutServices extends URLClassLoader {
    WithoutServices() throws MalformedURLException {
      super(classPath(), getPlatformClassLoader());
    }

    private static URL[] classPath() throws MalformedURLException {
      final List<URL> entries = new ArrayList<>();
      for (final String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
        entries.add(Path.of(entry).toUri().toURL());
      }
      return entries.toArray(URL[]::new);
    }

    @Override
    public @Nullable URL findResource(final String name) {
      return name.startsWith("META-INF/services/") ? null : super.findResource(name);
    }

    @Override
    public Enumeration<URL> findResources(final String name) {
      return Collections.emptyEnumeration();
    }
  }

  @Test
  void shouldSayWhichFileIsMissingWhenThereIsNoFamily() throws Exception {
    // Given
    try (WithoutServices classes = new WithoutServices()) {
      final Method families = classes.loadClass(ModelLoader.class.getName()).getMethod("families");

      // When / Then
      assertThatThrownBy(() -> families.invoke(null)).cause().isInstanceOf(IllegalStateException.class)
          .hasMessageContainingAll("META-INF/services/" + ModelFamily.class.getName(), "merge");
    }
  }
}
