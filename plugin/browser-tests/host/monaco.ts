import EditorWorker from 'monaco-editor/esm/vs/editor/editor.worker?worker';
import JsonWorker from 'monaco-editor/esm/vs/language/json/json.worker?worker';

/** The workers of the code editor, which Grafana brings for it. */
export function startMonaco(): void {
  const getWorker = (_: string, language: string) => (language === 'json' ? new JsonWorker() : new EditorWorker());
  Object.assign(window, { MonacoEnvironment: { getWorker } });
}
