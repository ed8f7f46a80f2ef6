/// <reference types="astro/client" />
/// <reference types="@astrojs/starlight" />

/** For the TypeScript compiler, which does not read Astro's components; `astro check` does. */
declare module '*.astro' {
	const component: (props: Record<string, unknown>) => unknown;
	export default component;
}
