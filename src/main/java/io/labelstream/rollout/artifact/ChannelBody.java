package io.labelstream.rollout.artifact;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Writes a response's body to a file as it comes, and asks for no more once the file has as many bytes as it may. */
final class ChannelBody implements BodySubscriber<Long> {
  private final FileChannel target;
  private final long most;
  private final CompletableFuture<Long> written = new CompletableFuture<>();
  private Flow.@Nullable Subscription subscription;
  private long position;

  /**
   * @param most the most bytes to write
   */
  ChannelBody(final FileChannel target, final long most) {
    this.target = target;
    this.most = most;
  }

  /** The file could not be written. */
  static final class TargetException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private TargetException(final IOException failure) {
      super(failure);
    }

    IOException failure() {
      return (IOException) getCause();
    }
  }

  @Override
  public CompletionStage<Long> getBody() {
    return written;
  }

  @Override
  public void onSubscribe(final Flow.Subscription of) {
    subscription = of;
    of.request(1);
  }

  @Override
  public void onNext(final List<ByteBuffer> buffers) {
    if (written.isDone() || subscription == null) {
      return;
    }
    try {
      for (final ByteBuffer buffer : buffers) {
        buffer.limit((int) Math.min(buffer.limit(), buffer.position() + most - position));
        while (buffer.hasRemaining()) {
          position += target.write(buffer, position);
        }
      }
    } catch (final IOException failure) {
      subscription.cancel();
      written.completeExceptionally(new TargetException(failure));
      return;
    }
    if (position == most) {
      subscription.cancel();
      written.complete(position);
    } else {
      subscription.request(1);
    }
  }

  @Override
  public void onError(final Throwable failure) {
    written.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    written.complete(position);
  }
}
