import MiniCssExtractPlugin from 'mini-css-extract-plugin';

/** What webpack needs for any stylesheet, and no advice on sizes: React and an engine are more than it recommends. */
export default {
  entry: './src/main.js',
  output: { publicPath: 'auto' },
  module: { rules: [{ test: /\.css$/, use: [MiniCssExtractPlugin.loader, 'css-loader'] }] },
  plugins: [new MiniCssExtractPlugin()],
  performance: { hints: false },
};
