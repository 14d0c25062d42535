/** Modules of the package as they are built: threads of their own need the built files. */

/** The module at a path of `dist`, of the type that it has in the source. */
export const built = async <Module>(path: string): Promise<Module> =>
  (await import(new URL(`../../dist/${path}`, import.meta.url).href)) as Module;
