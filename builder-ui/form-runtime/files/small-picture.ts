/** The longer side of the small picture, in pixels: sharp in a list on any screen, and about 20 kB. */
const SIDE_MAX = 480;
const QUALITY = 0.8;

/**
 * A small picture of a large one, made here so that the server needs no picture library. `undefined` for what is small
 * already, what the browser can't read, and what is no picture.
 */
export async function smallPicture(file: Blob): Promise<Blob | undefined> {
  if (!file.type.startsWith('image/') || file.type === 'image/svg+xml') return undefined;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
    const scale = SIDE_MAX / Math.max(picture.width, picture.height);
    if (scale >= 1) return undefined;
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    return (await encoded(canvas, 'image/webp')) ?? (await encoded(canvas, 'image/jpeg'));
  } catch {
    return undefined;
  }
}

/** Browsers that can't write a type give a PNG, which may be too large. */
function encoded(canvas: HTMLCanvasElement, type: string): Promise<Blob | undefined> {
  return new Promise((resolve) => {
    canvas.toBlob((blob) => resolve(blob?.type === type ? blob : undefined), type, QUALITY);
  });
}
