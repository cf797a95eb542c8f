/** Drawing on uPlot's canvas beyond what it draws itself. */
import type uPlot from "uplot";

/** A colour of the theme (#rrggbb) at some opacity. */
export function shade(hex: string, opacity: number): string {
  return `${hex}${Math.round(opacity * 255).toString(16).padStart(2, "0")}`;
}

type Point = { x: number; y: number; text: string };

/** A hook that marks a point with a dot and its words, kept inside the plot. */
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
    const width = ctx.measureText(point.text).width;
    const { left, top, width: whole, height } = plot.bbox;
    const textX = Math.min(Math.max(x - width / 2, left + 4), left + whole - width - 4);
    const below = y + 22 * ratio < top + height;
    // A line in the page's colour around the letters keeps them readable over the band.
    const textY = below ? y + 20 * ratio : y - 12 * ratio;
    ctx.lineWidth = 4 * ratio;
    ctx.strokeStyle = colour("card");
    ctx.strokeText(point.text, textX, textY);
    ctx.fillText(point.text, textX, textY);
    ctx.restore();
  };
}
