package io.labelstream.display.logback;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import io.labelstream.display.VisibleText;
import org.jspecify.annotations.Nullable;

/** The failure of an event with its stack trace, in which each message takes one line. Thread-safe. */
public final class VisibleFailure extends ThrowableProxyConverter {
  @Override
  protected String throwableProxyToString(final IThrowableProxy failure) {
    return super.throwableProxyToString(new Visible(failure));
  }

  /** A failure with its message made visible, and those of its causes. */
  private record Visible(IThrowableProxy failure) implements IThrowableProxy {
    @Override
    public @Nullable String getMessage() {
      final String message = failure.getMessage();
      return message == null ? null : VisibleText.of(message);
    }

    @Override
    public String getClassName() {
      return failure.getClassName();
    }

    @Override
    public StackTraceElementProxy[] getStackTraceElementProxyArray() {
      return failure.getStackTraceElementProxyArray();
    }

    @Override
    public int getCommonFrames() {
      return failure.getCommonFrames();
    }

    @Override
    public @Nullable IThrowableProxy getCause() {
      final IThrowableProxy cause = failure.getCause();
      return cause == null ? null : new Visible(cause);
    }

    @Override
    public IThrowableProxy[] getSuppressed() {
      final IThrowableProxy[] suppressed = failure.getSuppressed();
      final IThrowableProxy[] visible = new IThrowableProxy[suppressed.length];
      for (int index = 0; index < visible.length; index++) {
        visible[index] = new Visible(suppressed[index]);
      }
      return visible;
    }

    @Override
    public boolean isCyclic() {
      return failure.isCyclic();
    }
  }
}
