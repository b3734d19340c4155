import "smarthr-ui/smarthr-ui.css";
import "./console.css";
import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { RouterProvider, createBrowserRouter } from "react-router";
import { queries } from "./api/queries";
import { groups } from "./shell/areas";
import { Broken, Missing } from "./shell/missing";
import { Shell } from "./shell/shell";
import { Notices } from "./show/notice";
import { Waiting } from "./show/waiting";
import { LanguageProvider } from "./text/language";

const router = createBrowserRouter([
  {
    ErrorBoundary: Broken,
    HydrateFallback: Waiting,
    children: [
      { path: "sign-in", lazy: async () => ({ Component: (await import("./pages/sign-in/sign-in")).SignIn }) },
      { path: "forgotten-password", lazy: async () => ({ Component: (await import("./pages/sign-in/forgotten")).Forgotten }) },
      { path: "password", lazy: async () => ({ Component: (await import("./pages/sign-in/set-password")).SetPassword }) },
      {
        path: "/",
        Component: Shell,
        children: [
          { ErrorBoundary: Broken, children: groups.flatMap((group) => group.areas).flatMap((area) => area.routes) },
          { path: "*", Component: Missing },
        ],
      },
    ],
  },
]);

const place = document.getElementById("console");
if (place) {
  createRoot(place).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <LanguageProvider>
          <Notices>
            <RouterProvider router={router} />
          </Notices>
        </LanguageProvider>
      </QueryClientProvider>
    </StrictMode>,
  );
}
