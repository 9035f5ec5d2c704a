// Photographs in the HEIC format of telephones, which the site does not take and few browsers show.

const NAME = /\.hei[cf]$/i;
const TYPE = /^image\/hei[cf]$/;
// As the server keeps pictures: pixels of the longer side.
const WIDEST = 3000;
const QUALITY = 0.92;

// The photograph as JPEG where this browser reads its format, as Safari does; else the file as it is, and the server's
// answer says what to do. Other files stay as they are.
export async function asJpeg(file) {
  if (!NAME.test(file.name) && !TYPE.test(file.type)) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, WIDEST / Math.max(picture.width, picture.height));
    const canvas = new OffscreenCanvas(Math.round(picture.width * scale), Math.round(picture.height * scale));
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const jpeg = await canvas.convertToBlob({ type: "image/jpeg", quality: QUALITY });
    return new File([jpeg], `${file.name.replace(NAME, "")}.jpg`, { type: "image/jpeg" });
  } catch {
    return file;
  }
}
