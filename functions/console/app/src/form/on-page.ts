// Whether forms stand on a page that is left with them; a window on top of a page is closed, and asks nothing.
import { createContext, use } from "react";

const OnPage = createContext(false);

/** Says it of the forms below. */
export const FormsOnPage = OnPage.Provider;

/** What was said. */
export const useOnPage = (): boolean => use(OnPage);
