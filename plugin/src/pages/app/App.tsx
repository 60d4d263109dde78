import { useSceneApp } from '@grafana/scenes';
import React from 'react';
import { Navigate, Route, Routes } from 'react-router-dom';

import { ROUTES } from '../shared/routes';
import { presageApp } from './presageApp';

/** All pages of the app; its root is the overview. */
export default function App() {
  const app = useSceneApp(presageApp);
  return (
    <Routes>
      <Route index element={<Navigate to={ROUTES.overview} replace />} />
      <Route path="*" element={<app.Component model={app} />} />
    </Routes>
  );
}
