/** `UPDATE=1` rewrites what text tests expect instead of comparing; the diff is the review. */
export const UPDATE = process.env["UPDATE"] === "1";
