/** Drawing on uPlot's canvas beyond what it draws itself. */
import type uPlot from "uplot";

/** A colour of the theme (#rrggbb) at some opacity. */
export function shade(hex: string, opacity: number): string {
  return `${hex}${Math.round(opacity * 255).toString(16).padStart(2, "0")}`;
}

type Point = { x: number; y: number; lines: string[] };

/** A hook that marks a point with a dot and its words, kept inside the plot: in one line, or in several where it is narrow. */
export function markPoint(point: Point, colour: (name: string) => string): (plot: uPlot) => void {
  return (plot) => {
    const { ctx } = plot;
    const ratio = devicePixelRatio;
    const [x, y] = [plot.valToPos(point.x, "x", true), plot.valToPos(point.y, "y", true)];
    ctx.save();
    ctx.textAlign = "left"; // the axes leave theirs behind
    ctx.textBaseline = "alphabetic";
    ctx.fillStyle = colour("bad");
    ctx.beginPath();
    ctx.arc(x, y, 5 * ratio, 0, 2 * Math.PI);
    ctx.fill();
    ctx.font = `600 ${12 * ratio}px system-ui`;
    const { left, top, width: whole, height } = plot.bbox;
    const lines = laidOut(point.lines, (text) => ctx.measureText(text).width, whole / 2);
    const step = 15 * ratio;
    const below = y + 7 * ratio + lines.length * step < top + height;
    const firstY = below ? y + 20 * ratio : y - 12 * ratio - (lines.length - 1) * step;
    // A line in the page's colour around the letters keeps them readable over the band.
    ctx.lineWidth = 4 * ratio;
    ctx.strokeStyle = colour("card");
    lines.forEach((text, index) => {
      const width = ctx.measureText(text).width;
      const textX = Math.min(Math.max(x - width / 2, left + 4), left + whole - width - 4);
      ctx.strokeText(text, textX, firstY + index * step);
      ctx.fillText(text, textX, firstY + index * step);
    });
    ctx.restore();
  };
}

/** One line when it takes no more than `room`, else each part on its own. */
export function laidOut(parts: string[], widthOf: (text: string) => number, room: number): string[] {
  const whole = parts.join(" ");
  return widthOf(whole) <= room ? [whole] : parts;
}
