package io.labelstream.cli.output;

import io.labelstream.display.VisibleText;
import java.util.Locale;

/**
 * A drawing as SVG, on a white ground with a border, so that it can be read on a page of any colour. Colours are of CSS. Not thread-safe.
 */
public final class SvgDrawing {
  private final StringBuilder svg = new StringBuilder();

  /** An empty drawing of this size in pixels. */
  public SvgDrawing(final int width, final int height) {
    svg.append(String.format(Locale.ROOT, """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" font-family="Helvetica, Arial, sans-serif" font-size="12">
        <rect width="%1$d" height="%2$d" rx="6" fill="#ffffff" stroke="#d0d7de"/>
        """, width, height));
  }

  public void line(final double fromX, final double fromY, final double toX, final double toY, final String colour) {
    line(fromX, fromY, toX, toY, colour, "");
  }

  public void dashes(final double fromX, final double fromY, final double toX, final double toY, final String colour) {
    line(fromX, fromY, toX, toY, colour, " stroke-dasharray=\"3 3\"");
  }

  private void line(final double fromX, final double fromY, final double toX, final double toY, final String colour, final String more) {
    svg.append(String.format(Locale.ROOT, "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"%s/>\n", fromX, fromY, toX, toY, colour, more));
  }

  /** A filled circle. */
  public void disc(final double x, final double y, final double radius, final String colour) {
    svg.append(String.format(Locale.ROOT, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"%s\"/>\n", x, y, radius, colour));
  }

  /** A circle that is not filled. */
  public void ring(final double x, final double y, final double radius, final String colour) {
    svg.append(String.format(
        Locale.ROOT, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>\n", x, y, radius, colour));
  }

  public void rectangle(final double x, final double y, final double width, final double height, final String colour) {
    svg.append(String.format(Locale.ROOT, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>\n", x, y, width, height, colour));
  }

  /** @param anchor the part of the text that is at {@code x}: {@code start}, {@code middle} or {@code end} */
  public void text(final double x, final double y, final String anchor, final String colour, final String content) {
    text(String.format(Locale.ROOT, "x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\"", x, y, anchor, colour), content);
  }

  /** A text in bold type, which begins at {@code x}. */
  public void title(final double x, final double y, final String colour, final String content) {
    text(String.format(Locale.ROOT, "x=\"%.1f\" y=\"%.1f\" fill=\"%s\" font-weight=\"bold\" font-size=\"14\"", x, y, colour), content);
  }

  /** A text that is read upwards, with its middle at {@code y}. */
  public void upwards(final double x, final double y, final String colour, final String content) {
    text(String.format(Locale.ROOT, "transform=\"translate(%.1f %.1f) rotate(-90)\" text-anchor=\"middle\" fill=\"%s\"", x, y, colour), content);
  }

  private void text(final String attributes, final String content) {
    svg.append("<text ").append(attributes).append('>').append(escaped(content)).append("</text>\n");
  }

  private static String escaped(final String content) {
    return VisibleText.of(content).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /** The whole drawing as a file. */
  @Override
  public String toString() {
    return svg + "</svg>\n";
  }
}
