/** What DiemBFT is judged by, for tests. */
import { properties } from "../../../lib/protocols/diembft/properties/all.js";

export const PROPERTIES = properties;
export const PROPERTY_NAMES = properties.map(({ name }) => name);
